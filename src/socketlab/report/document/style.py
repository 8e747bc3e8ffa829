"""How a page looks on screens and on paper."""

STYLE = """
*{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);color-scheme:light dark;
 font:16px/1.55 system-ui,-apple-system,"Segoe UI","Noto Sans","PingFang SC",
 "Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",sans-serif;
 -webkit-text-size-adjust:100%}
body{margin:0}
header.top,main,footer{max-width:1180px;margin:0 auto;padding:0 24px}
header.top{padding-top:20px}
.brand{margin:0;color:var(--quiet);font-size:14px}
.brand b{color:var(--ink)}
h1,h2{font-size:30px;line-height:1.25;margin:14px 0 16px;max-width:30em;
 letter-spacing:-.01em;text-wrap:balance;overflow-wrap:anywhere}
h3{font-size:20px;margin:44px 0 12px}
h4{font-size:16px;margin:0;overflow-wrap:anywhere}
p{max-width:46em;overflow-wrap:anywhere}
a{color:var(--client)}
code,pre,.mono{font:13px/1.5 "JetBrains Mono","DejaVu Sans Mono",Menlo,Consolas,
 "Noto Sans CJK SC",monospace}
.quiet{color:var(--quiet)}
.verdict{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:baseline;
 border-radius:10px;padding:14px 18px;margin:16px 0;font-size:18px}
.verdict b::before,.chip::before{display:inline-block;margin-right:.5em;
 font-weight:700}
.agrees{background:var(--agrees);color:var(--agrees-ink)}
.disagrees{background:var(--disagrees);color:var(--disagrees-ink)}
.unseen{background:var(--unseen);color:var(--unseen-ink)}
.agrees b::before,.chip.agrees::before{content:"\\2713"}
.disagrees b::before,.chip.disagrees::before{content:"\\2717"}
.unseen b::before,.chip.unseen::before{content:"?"}
.plain{background:var(--band);color:var(--ink)}
.verdict .count{font-size:15px}
.kept{border:2px solid var(--disagrees-ink);border-radius:10px;padding:4px 18px;
 margin:16px 0}
.chip{display:inline-block;border-radius:1em;padding:1px 12px 1px 10px;
 margin:0 6px 6px 0;font-size:14px;overflow-wrap:anywhere}
nav h2{font-size:22px;margin:8px 0 4px}
nav h3{font-size:17px;margin:22px 0 2px}
nav ul{list-style:none;padding:0;margin:0}
nav li{display:grid;grid-template-columns:minmax(8.5em,max-content) minmax(0,1fr);
 gap:2px 12px;align-items:baseline;padding:8px 0;
 border-bottom:1px solid var(--line)}
nav .chip{justify-self:start}
nav span+div>*{margin-right:10px}
article{padding-bottom:32px}
.several article,.several>section{border-top:3px solid var(--line);margin-top:32px;
 padding-top:16px}
figure{margin:18px 0}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:10px;
 background:var(--paper)}
.scroll:focus-visible{outline:3px solid var(--client)}
.scroll svg{display:block;height:auto;margin:0 auto;width:100%;min-width:880px}
.scroll.narrow svg{max-width:900px;min-width:680px}
.hint{display:none;margin:0 0 4px;color:var(--quiet);font-size:14px}
@media screen and (max-width:927px){.hint{display:block}}
@media screen and (min-width:728px){.hint.narrow{display:none}}
figcaption{color:var(--quiet);font-size:14px;margin-top:6px}
figcaption a{white-space:nowrap}
ol.steps{list-style:none;padding:0;margin:0}
ol.steps>li{display:grid;grid-template-columns:36px minmax(0,1fr);
 margin-bottom:22px;break-inside:avoid}
.number{width:26px;height:26px;border-radius:50%;background:var(--ink);
 color:var(--paper);font-weight:700;font-size:14px;display:grid;
 place-items:center}
.chips{margin:8px 0 0}
pre{margin:8px 0 0;padding:10px 14px;background:var(--band);border:0;
 border-radius:8px;overflow-x:auto}
.findings{list-style:none;padding:0;margin:0}
.findings li{display:flex;flex-wrap:wrap;gap:4px 22px;align-items:baseline;
 padding:12px 0 10px;border-top:1px solid var(--line);break-inside:avoid}
.findings p{margin:0;max-width:none}
.findings .what{width:100%}
.findings .where{font-size:13px}
dl.seen{display:flex;flex-wrap:wrap;gap:4px 22px;margin:0}
dl.seen div{display:flex;flex-wrap:wrap;gap:0 8px;align-items:baseline}
dl.seen dt{color:var(--quiet);font-size:14px}
dl.seen dd{margin:0;overflow-wrap:anywhere}
details{margin-top:8px;color:var(--quiet)}
summary{cursor:pointer;font-size:14px}
details p{margin:4px 0 0;max-width:none}
dl.facts{display:grid;grid-template-columns:minmax(8em,max-content) minmax(0,1fr);
 gap:4px 18px;margin:8px 0 0}
dl.facts dt{color:var(--quiet)}
dl.facts dd{margin:0;overflow-wrap:anywhere}
dl.columns{display:block;columns:24em;column-gap:36px}
dl.columns div{display:flex;gap:12px;justify-content:space-between;
 border-bottom:1px solid var(--line);padding:2px 0;break-inside:avoid}
dl.columns dd{text-align:right}
.sources dd ul{margin:2px 0 6px;padding-left:1.2em}
.decided{font-weight:700}
ul.counters{columns:18em;padding:0;margin:0;list-style:none}
ul.counters li{display:flex;justify-content:space-between;gap:12px;
 border-bottom:1px solid var(--line);padding:3px 0;break-inside:avoid}
ul.counters code{overflow-wrap:anywhere}
.wide{overflow-x:auto;margin:14px 0}
.wide:focus-visible{outline:3px solid var(--client)}
table{border-collapse:collapse;font-size:15px}
th,td{padding:5px 14px 5px 0;text-align:left;vertical-align:top;
 border-bottom:1px solid var(--line);overflow-wrap:break-word}
thead th{border-bottom:2px solid var(--quiet)}
th{font-weight:600}
th[scope=row]{font-weight:400;min-width:12em}
th[scope=colgroup]{padding-top:16px}
table.numbers td,table.numbers th{text-align:right;padding:3px 10px;min-width:4em;
 font-variant-numeric:tabular-nums}
table.variants td{padding-left:10px;min-width:7em;max-width:24em;
 overflow-wrap:anywhere}
.variant{margin:14px 0 2px;color:var(--quiet);font-weight:700}
.sheet{display:none}
@media screen{
 .wide{--under:var(--paper)}
 pre{--under:var(--band)}
 .wide,pre{background:
  linear-gradient(to right,var(--under) 40%,transparent) left/48px 100% no-repeat local,
  linear-gradient(to left,var(--under) 40%,transparent) right/48px 100% no-repeat local,
  linear-gradient(to right,var(--quiet),transparent) left/12px 100% no-repeat scroll,
  linear-gradient(to left,var(--quiet),transparent) right/12px 100% no-repeat scroll,
  var(--under)}
}
footer{padding-top:24px;padding-bottom:40px;color:var(--quiet);font-size:14px}
@media(max-width:600px){
 header.top,main,footer{padding-left:16px;padding-right:16px}
 h1,h2{font-size:24px}
 dl.facts{grid-template-columns:minmax(0,1fr)}
 nav li{grid-template-columns:minmax(0,1fr)}
 dl.facts dd{margin-bottom:8px}
 ol.steps>li{grid-template-columns:34px minmax(0,1fr)}
}
@media print{
 @page{size:A4;margin:17mm 14mm 15mm;
  @top-left{content:"socketlab";font:8pt sans-serif;color:#5a6575}
  @top-right{font:8pt sans-serif;color:#5a6575}
  @bottom-right{content:counter(page) " / " counter(pages);
   font:8pt sans-serif;color:#5a6575}}
 html{font-size:10pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
 header.top,main,footer{max-width:none;padding:0}
 h1,h2{font-size:18pt;margin:8px 0 10px}
 h3{font-size:13pt;margin:22px 0 8px}
 nav h2{font-size:14pt}
 nav h3{font-size:11pt;margin-top:12px}
 .verdict{font-size:12pt;padding:8px 14px;margin:8px 0}
 pre,code,.mono{font-size:7pt}
 pre{font-size:6.4pt}
 table{font-size:8.5pt}
 tr{break-inside:avoid}
 .wide{overflow:visible}
 nav li{padding:1px 0;font-size:9pt;break-inside:avoid}
 figure{margin:6px 0}
 figcaption,p,.chips{margin-top:3px;margin-bottom:5px}
 .several article{break-before:page}
 .several article,.several>section{border:0;margin:0}
 .several>article+section{break-before:page}
 footer{display:none}
 h2,h3,h4,.variant{break-after:avoid}
 figure{break-inside:avoid}
 figcaption{break-before:avoid}
 .scroll{overflow:visible;border:0}
 .scroll svg,.scroll.narrow svg{min-width:0;width:auto;max-width:100%;
  max-height:225mm;margin:0}
 .scroll.narrow svg{max-width:150mm}
 .scroll.chart svg{max-width:100%}
 dl.columns{columns:2;break-inside:avoid}
 figure.parted{break-inside:auto}
 figure.parted .scroll{display:none}
 .sheet{display:block;width:100%;break-inside:avoid}
 figcaption{break-after:avoid}
 details{display:none}
 .findings li{display:grid;grid-template-columns:1fr 1fr;gap:2px 12px;
  padding:2px 0;font-size:8.5pt}
 .findings .where{display:none}
 .findings .what,.findings dl.seen{margin:0}
 .chip{font-size:8pt;padding:0 8px 0 6px;margin:0 4px 3px 0}
 dl.seen dt{font-size:8pt}
 dl.seen{gap:0 12px}
 ol.steps>li{margin-bottom:10px;grid-template-columns:28px minmax(0,1fr)}
 .number{width:20px;height:20px;font-size:11px}
 pre{white-space:pre-wrap;overflow-wrap:anywhere}
 .screen{display:none}
}
"""
