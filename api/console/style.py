"""How the console looks: light, one column at 390 px, contrast AA, red for danger only and never for "up"."""

from typing import Final

PRIMARY: Final = "#1a4f8b"
GOOD: Final = "#0f6b3c"
WARN: Final = "#8a4b00"
DANGER: Final = "#a4161a"
CSS: Final = """
body{background:#f5f6f8;color:#1c2430;font-family:"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",
 "Noto Sans SC",system-ui,sans-serif;font-size:15px}
.nicegui-content{max-width:1320px;margin:0 auto;padding:16px;gap:12px;width:100%}
.q-header{background:#fff!important;color:#1c2430!important;border-bottom:1px solid #d5dae2}
a{color:#1a4f8b}
a:focus-visible,button:focus-visible,[tabindex]:focus-visible{outline:3px solid #1a4f8b;outline-offset:2px}
h1{font-size:22px;line-height:1.3;font-weight:600;margin:0}
h2{font-size:16px;line-height:1.3;font-weight:600;margin:0 0 8px}
.bar{display:flex;flex-wrap:wrap;gap:8px;align-items:center;width:100%}
.grow{flex:1}
.q-header nav,.q-header .nicegui-label,.q-header .muted,.q-header .text-weight-bold{align-self:center}
.nav{padding:6px 10px;border-radius:6px;text-decoration:none;color:#1c2430}
.nav.here{background:#e6edf6;color:#123a67;font-weight:600}
.panel{background:#fff;border:1px solid #d5dae2;border-radius:8px;padding:14px 16px;width:100%}
.muted{color:#4d5867;font-size:13px}
.figure{background:#fff;border:1px solid #d5dae2;border-radius:8px;padding:10px 16px;min-width:118px}
.figure b{font-size:22px;display:block;font-variant-numeric:tabular-nums}
.chip{display:inline-block;border-radius:5px;padding:1px 8px;font-size:13px;border:1px solid #b9c1cd;
 background:#fff;white-space:nowrap}
.chip.critical{background:#a4161a;border-color:#a4161a;color:#fff}
.chip.high{background:#fdeaea;border-color:#a4161a;color:#8a1115}
.chip.medium{background:#fff3e0;border-color:#8a4b00;color:#7a4200}
.chip.low{background:#eef1f5;color:#3c4654}
.chip.late{background:#a4161a;border-color:#a4161a;color:#fff}
.rows{width:100%;background:#fff;border:1px solid #d5dae2;border-radius:8px;overflow:hidden}
.case-row{display:grid;grid-template-columns:74px 1.5fr 1.1fr 1fr 1fr 1fr 92px;gap:10px;align-items:center;
 padding:10px 14px;border-bottom:1px solid #e7eaef;text-decoration:none;color:inherit}
.case-row:hover,.case-row:focus-visible{background:#f0f5fb}
.case-row .num{font-variant-numeric:tabular-nums;text-align:right}
.case-row .id{font-weight:600;color:#1a4f8b}
.two{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:12px;width:100%;align-items:start}
.stack{display:flex;flex-direction:column;gap:12px;min-width:0}
.sentence{font-size:17px;line-height:1.6}
.facts{display:grid;grid-template-columns:var(--cols);gap:10px;align-items:center;padding:10px 14px;
 border-bottom:1px solid #e7eaef;text-decoration:none;color:inherit}
a.facts:hover,a.facts:focus-visible{background:#f0f5fb}
.facts b,.facts .num{font-variant-numeric:tabular-nums}
.facts>*{min-width:0;overflow-wrap:anywhere}
.code,.code textarea{font-family:"Noto Sans Mono CJK SC",ui-monospace,Menlo,Consolas,monospace!important;
 font-size:13px;line-height:1.5;overflow-wrap:anywhere;white-space:pre-wrap}
.code textarea{min-height:52vh}
pre.code{margin:0;max-height:560px;overflow:auto;display:block}
pre .new{background:#e9f6ee;color:#0b5530}
pre .gone{background:#fdeaea;color:#8a1115;text-decoration:line-through}
pre .where{color:#4d5867}
.ticked{display:flex;align-items:center}.ticked>.q-checkbox{padding-left:10px}.ticked>a{flex:1;min-width:0}
details summary{cursor:pointer;padding:6px 0;font-weight:600;list-style:none}
summary::before{content:"▸ "}details[open] summary::before{content:"▾ "}
td.name{white-space:nowrap;color:#4d5867}
summary>*{display:inline}
.wide{overflow-x:auto;width:100%}
.gauge{position:relative;height:10px;background:#e7eaef;border-radius:4px;margin:4px 0 10px}
.gauge i{position:absolute;inset:0 auto 0 0;background:#1a4f8b;border-radius:4px}
.gauge.full i{background:#a4161a}
.chip.good{background:#e9f6ee;border-color:#0f6b3c;color:#0b5530}
.chip.wait{background:#fff3e0;border-color:#8a4b00;color:#7a4200}
.why{display:grid;grid-template-columns:minmax(0,1fr) 150px 62px;gap:10px;align-items:center;padding:4px 0}
.track{position:relative;height:12px;background:#eef1f5;border-radius:3px}
.track i{position:absolute;top:0;bottom:0;left:50%;background:#b45309;border-radius:0 3px 3px 0}
.track i.for{left:auto;right:50%;background:#0f6b3c;border-radius:3px 0 0 3px}
.track::after{content:"";position:absolute;left:50%;top:-2px;bottom:-2px;width:1px;background:#4d5867}
.for-text{color:#0f6b3c}
.family{font-weight:600;margin-top:8px;border-top:1px solid #eef1f5;padding-top:8px;display:flex;gap:8px}
table.plain{width:100%;border-collapse:collapse;font-size:14px}
table.plain th{text-align:left;font-weight:600;color:#4d5867;font-size:13px;padding:4px 8px 4px 0}
table.plain th{white-space:nowrap}table.plain td:first-child b{white-space:nowrap}
table.plain td{padding:5px 8px 5px 0;border-top:1px solid #eef1f5;vertical-align:top;overflow-wrap:anywhere}
.line{border-left:2px solid #c6cdd8;margin-left:6px;padding:2px 0 6px 14px;position:relative}
.line::before{content:"";position:absolute;left:-6px;top:8px;width:10px;height:10px;border-radius:50%;
 background:#8c97a6}
.line.own::before{background:#1a4f8b}
.counter-card{border-radius:14px;padding:32px;width:100%;border:3px solid;text-align:center}
.counter-card .colour{font-size:26px;font-weight:600}
.counter-card .say{font-size:34px;line-height:1.4;margin:16px 0}
.counter-card .do{display:inline-block;font-size:26px;padding:12px 26px;border-radius:10px;color:#fff}
.counter-card.green{background:#e9f6ee;border-color:#0f6b3c}.counter-card.green .do{background:#0f6b3c}
.counter-card.amber{background:#fff6e5;border-color:#8a4b00}.counter-card.amber .do{background:#8a4b00}
.counter-card.red{background:#fdeeee;border-color:#a4161a}.counter-card.red .do{background:#a4161a}
.guide{display:flex;align-items:center;flex-wrap:wrap;gap:6px;background:#e6edf6;border-radius:8px;
 padding:8px 12px;width:100%}
.actions{position:sticky;top:56px;z-index:5;background:#f5f6f8;padding:6px 0}
.scroll{max-height:300px;overflow-y:auto}
table.grid td{padding:4px 6px 4px 0;vertical-align:top}table.grid .number{width:104px}
table.grid .text{width:210px}table.grid .choice{width:136px}
table.grid td:first-child{position:sticky;left:0;z-index:1;background:#fff;padding-top:14px;padding-right:8px}
.wrong{color:#a4161a;font-size:13px;max-width:210px;white-space:normal}
.ticks{border:1px solid #d5dae2;border-radius:6px;padding:4px 10px}
.reasons{margin:0 0 0 18px;padding:0;list-style:disc}.sentence{margin:0 0 6px}
.sr{position:absolute;left:-9999px}
@media (max-width:820px){
 .two{grid-template-columns:minmax(0,1fr)}
 .nicegui-content{padding:10px}
 .case-row{grid-template-columns:1fr 1fr;justify-items:start;grid-auto-rows:auto}
 .case-row .num{text-align:left;white-space:nowrap}
 .facts{grid-template-columns:1fr 1fr;align-items:start}.facts>.all{grid-column:1/-1}
 .why{grid-template-columns:minmax(0,1fr) 90px 52px}
 .counter-card{padding:18px}.counter-card .say{font-size:26px}.counter-card .do{font-size:21px}
 .actions{position:static}.q-header nav.bar{gap:0}.q-header .nav{padding:4px 8px}
 .figure{min-width:0;flex:1 1 28%;padding:8px 10px}.figure b{font-size:18px}
 .who{display:none}
 table.plain{font-size:13px}
}
"""
"""Colours on white: primary 8.2, good 6.5, warn 6.9, danger 7.9, muted 7.3 to one."""
