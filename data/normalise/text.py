"""The first step for every text: one form of each character, nothing invisible."""

import re
import unicodedata
from typing import Final

# Spaces, control characters, soft hyphen, fillers, zero-width and direction marks, variation
# selectors, tags. Nothing of a name, number or address is written with them.
_INVISIBLE: Final = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202f\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U000e0000-\U000e0fff]"
)
# What most texts are made of: ASCII without space and small letters, and the commonest Chinese
# characters. None of these composes with another, so a text of nothing else is clean as it is.
_PLAIN: Final = re.compile(r"[!-`{-~\u4e00-\u9fff]*")
# The same, wide forms of ASCII, small letters and spaces: each has one form of its own, and none
# composes with another, so a table says what the steps would.
_SIMPLE: Final = re.compile(r"[\t\n\r !-~\u3000\u4e00-\u9fff\uff01-\uff5e]*")
_SIMPLE_FORM: Final[dict[int, int | None]] = (
    {0xFEE0 + code: ord(chr(code).upper()) for code in range(0x21, 0x7F)}
    | {code: ord(chr(code).upper()) for code in range(ord("a"), ord("z") + 1)}
    | dict.fromkeys(map(ord, "\t\n\r \u3000"))
)
_LOWER: Final = re.compile(r"[a-z]")
_UPPER: Final = {lower: lower - 32 for lower in range(ord("a"), ord("z") + 1)}

_TRADITIONAL: Final = (
    "萬與專業東絲兩嚴個豐臨為麗舉義烏樂喬習鄉書買亂爭雲亞產親億僅從倉儀們價眾優會傘偉傳傷倫偽體餘"
    "儉債傾償儲兒黨蘭關興養獸內岡冊寫軍農馮沖決況凍淨涼減鳳憑凱擊劃劉則剛創刪別劍劑勁動務勝勞勢"
    "勵區醫華協單賣盧衛卻廠廳歷壓縣參雙發變疊葉號嘆嚇呂嗎啟吳員聽響嗚園圍國圖圓聖場壞塊堅壇壩墳"
    "墊壘壯聲殼處備復夠頭誇夾奪奮獎婦媽嬌嬰孫學寧寶實寵審憲宮寬賓對尋導壽將爾塵嘗堯層屬歲豈島嶺"
    "嶽峽崗巖鞏幣帥師帳簾幟帶幫廣莊慶廬庫應廟龐廢開異棄張彌彎彈強歸當錄徑徹懷態憐總戀恆悅懸驚愛"
    "慮憶懇戲戶執擴掃揚擾撫拋護報擬擁揀擇掛擋揮損換據擄搖攜攝攤數齊齋斷無舊時曠晉曬曉暉暫術機殺"
    "雜權條來楊極構樞棗槍楓櫃檸樹棧標樓欄檢櫻橋檔歡歐殘殿毀畢氣漢湯溝沒瀝淪滄滬潑澤潔灑窪濟瀏渾"
    "濃濤澇漣潤澗漲澱淵漸漁滲溫灣濕滿濾瀾灘灝滅燈靈災爐點煉煙煩燒熱煥燁愛爺狀獨獅獲環現瑪璽瓊電"
    "畫暢疇療瘋監蓋盤礦碼磚確禮禍禪離種積稱穩窮竅競筆築簽簡籃糧糾紀約紅紋納純紗紙級紛紡線練組細"
    "織終紹經結繞繪給絡絕統綁絹繼績緒續維綿綠緣編緯縣縱總繁繡罷羅羨羣習聯聰肅腸膚腎脈腦腳膠臘臉"
    "臺艦艙艱藝節蘆蘇莖薦榮藥薩蒙蓮蒼葦蘊虛蟲蝦螞蠶蠻補裝襯見規視覽覺觀訂計認討讓訓議訊記講許論"
    "設訪證評識詞譯試詩誠話該詳語誤說請諸諾課誰調談謀謝謠謙謹譜豬貝貞負財責賢敗貨質販貧購貴貸費賀"
    "資賽趙趕躍軌軒轉輪軟輕載較輔輛輝輯輸達遷過運還這進遠違連遲適選遜遞遺鄧鄭鄰鄺釀釋鑒針釣鈞鈣鋼"
    "鑰欽鈴鐵鉛鑽銀銅銘銳鋒鋪錦鍵鍋鎖鎮鏡長門閃閉問闖閑間閔悶閘聞閱閣閻隊陽陰陣階際陸陳險隨隱難霧"
    "靜韋韓頁頂項順須顧頓預領頻顏額風飛飯飲飾餅館馬馳馴駐駕駱驗騎騰驢魚魯鮮鯉鳥雞鳴鴨鴻鵬鶴鷹麥黃"
    "齡龍龜麼裡後廈徠鄒闆幹製週並瀋陝贛縉瀘潯滎羣眾黔蕭譚鐘棟"
)
_SIMPLIFIED: Final = (
    "万与专业东丝两严个丰临为丽举义乌乐乔习乡书买乱争云亚产亲亿仅从仓仪们价众优会伞伟传伤伦伪体余"
    "俭债倾偿储儿党兰关兴养兽内冈册写军农冯冲决况冻净凉减凤凭凯击划刘则刚创删别剑剂劲动务胜劳势"
    "励区医华协单卖卢卫却厂厅历压县参双发变叠叶号叹吓吕吗启吴员听响呜园围国图圆圣场坏块坚坛坝坟"
    "垫垒壮声壳处备复够头夸夹夺奋奖妇妈娇婴孙学宁宝实宠审宪宫宽宾对寻导寿将尔尘尝尧层属岁岂岛岭"
    "岳峡岗岩巩币帅师帐帘帜带帮广庄庆庐库应庙庞废开异弃张弥弯弹强归当录径彻怀态怜总恋恒悦悬惊爱"
    "虑忆恳戏户执扩扫扬扰抚抛护报拟拥拣择挂挡挥损换据掳摇携摄摊数齐斋断无旧时旷晋晒晓晖暂术机杀"
    "杂权条来杨极构枢枣枪枫柜柠树栈标楼栏检樱桥档欢欧残殿毁毕气汉汤沟没沥沦沧沪泼泽洁洒洼济浏浑"
    "浓涛涝涟润涧涨淀渊渐渔渗温湾湿满滤澜滩灏灭灯灵灾炉点炼烟烦烧热焕烨爱爷状独狮获环现玛玺琼电"
    "画畅畴疗疯监盖盘矿码砖确礼祸禅离种积称稳穷窍竞笔筑签简篮粮纠纪约红纹纳纯纱纸级纷纺线练组细"
    "织终绍经结绕绘给络绝统绑绢继绩绪续维绵绿缘编纬县纵总繁绣罢罗羡群习联聪肃肠肤肾脉脑脚胶腊脸"
    "台舰舱艰艺节芦苏茎荐荣药萨蒙莲苍苇蕴虚虫虾蚂蚕蛮补装衬见规视览觉观订计认讨让训议讯记讲许论"
    "设访证评识词译试诗诚话该详语误说请诸诺课谁调谈谋谢谣谦谨谱猪贝贞负财责贤败货质贩贫购贵贷费贺"
    "资赛赵赶跃轨轩转轮软轻载较辅辆辉辑输达迁过运还这进远违连迟适选逊递遗邓郑邻邝酿释鉴针钓钧钙钢"
    "钥钦铃铁铅钻银铜铭锐锋铺锦键锅锁镇镜长门闪闭问闯闲间闵闷闸闻阅阁阎队阳阴阵阶际陆陈险随隐难雾"
    "静韦韩页顶项顺须顾顿预领频颜额风飞饭饮饰饼馆马驰驯驻驾骆验骑腾驴鱼鲁鲜鲤鸟鸡鸣鸭鸿鹏鹤鹰麦黄"
    "龄龙龟么里后厦徕邹板干制周并沈陕赣缙泸浔荥群众黔萧谭钟栋"
)
SIMPLIFIED_OF: Final = {
    ord(old): ord(new) for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True) if old != new
}
"""Traditional -> simplified for characters common in names and addresses, as code points.

About 690 characters; the full standard table has some 2,500. What is not listed stays as it is,
so a rare traditional character keeps two spellings apart.
"""


def clean(raw: str) -> str:
    r"""NFKC, without spaces, control and zero-width characters, Latin a-z in upper case.

    Removing a character may let its neighbours compose, so the steps repeat until nothing changes.

    >>> clean(" ３号楼\u200b a座 ")
    '3号楼A座'
    """
    if _PLAIN.fullmatch(raw):
        return raw
    return raw.translate(_SIMPLE_FORM) if _SIMPLE.fullmatch(raw) else _composed(raw)


def _composed(raw: str) -> str:
    text = _INVISIBLE.sub("", raw)
    while (composed := unicodedata.normalize("NFKC", text)) != text:
        text = _INVISIBLE.sub("", composed)
    return text.translate(_UPPER) if _LOWER.search(text) else text


def is_plain(raw: str) -> bool:
    """Whether a text is surely clean already; False says nothing.

    >>> is_plain("曙光路12号"), is_plain("曙光路 12号")
    (True, False)
    """
    return _PLAIN.fullmatch(raw) is not None


def comparison_form(text: str) -> str:
    """Simplified characters, for comparing only: what is shown and kept stays as written.

    >>> comparison_form("廣東省東莞市")
    '广东省东莞市'
    """
    return text.translate(SIMPLIFIED_OF)
