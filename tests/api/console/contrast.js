// Every visible text against what is painted behind it: WCAG 2.1, 1.4.3 (4.5 to 1; 3 to 1 for large text).
() => {
  const channel = (v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = (text) => {
    const found = text.match(/[\d.]+/g).map(Number);
    return [found[0], found[1], found[2], found.length > 3 ? found[3] : 1];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  const behind = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.backgroundImage !== "none") return null; // no flat colour to reckon with
      const colour = parse(style.backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const shown = (element) =>
    getComputedStyle(element).visibility === "visible" &&
    element.getClientRects().length > 0 &&
    !element.closest("[disabled],[aria-disabled=true],.q-icon"); // 1.4.3 leaves out what is inactive
  const poor = [];
  let seen = 0;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const words = node.textContent.trim();
    const element = node.parentElement;
    if (!words || ["SCRIPT", "STYLE", "NOSCRIPT"].includes(element.tagName) || !shown(element)) continue;
    let opacity = 1;
    for (let each = element; each; each = each.parentElement) {
      opacity *= parseFloat(getComputedStyle(each).opacity);
    }
    const ground = behind(element);
    if (opacity === 0 || ground === null) continue;
    seen += 1;
    const style = getComputedStyle(element);
    const colour = parse(style.color);
    colour[3] *= opacity;
    const pair = [light(over(colour, ground)), light(ground)].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)} ${element.tagName} ${words.slice(0, 30)}`);
  }
  return { seen, poor };
}
