"""The page: its structure for jinja2, and how it looks on screens and paper."""

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
.verdict .count{font-size:15px}
.kept{border:2px solid var(--disagrees-ink);border-radius:10px;padding:4px 18px;
 margin:16px 0}
.chip{display:inline-block;border-radius:1em;padding:1px 12px 1px 10px;
 margin:0 6px 6px 0;font-size:14px;overflow-wrap:anywhere}
nav ul{list-style:none;padding:0;margin:0}
nav li{display:flex;flex-wrap:wrap;gap:2px 12px;align-items:baseline;
 padding:8px 0;border-bottom:1px solid var(--line)}
article{padding-bottom:32px}
.several article{border-top:3px solid var(--line);margin-top:32px;padding-top:16px}
figure{margin:18px 0}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:10px;
 background:var(--paper)}
.scroll:focus-visible{outline:3px solid var(--client)}
.scroll svg{display:block;height:auto;margin:0 auto;width:100%;min-width:880px}
.scroll.narrow svg{max-width:900px;min-width:680px}
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
.findings li{padding:12px 0 10px;border-top:1px solid var(--line);
 break-inside:avoid}
.findings p{margin:0;max-width:none}
.findings .where{font-size:13px;margin-top:6px}
dl.seen{display:flex;flex-wrap:wrap;gap:4px 22px;margin:4px 0 0}
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
.sources dd ul{margin:2px 0 6px;padding-left:1.2em}
.decided{font-weight:700}
ul.counters{columns:18em;padding:0;margin:0;list-style:none}
ul.counters li{display:flex;justify-content:space-between;gap:12px;
 border-bottom:1px solid var(--line);padding:3px 0;break-inside:avoid}
ul.counters code{overflow-wrap:anywhere}
footer{padding-top:24px;padding-bottom:40px;color:var(--quiet);font-size:14px}
@media(max-width:600px){
 header.top,main,footer{padding-left:16px;padding-right:16px}
 h1,h2{font-size:24px}
 dl.facts{grid-template-columns:minmax(0,1fr)}
 dl.facts dd{margin-bottom:8px}
 ol.steps>li{grid-template-columns:34px minmax(0,1fr)}
}
@media print{
 @page{margin:14mm}
 html{font-size:10pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
 header.top,main,footer{max-width:none;padding:0}
 h1,h2{font-size:18pt;margin:8px 0 10px}
 h3{font-size:13pt;margin:22px 0 8px}
 .verdict{font-size:12pt;padding:8px 14px;margin:8px 0}
 pre,code,.mono{font-size:7pt}
 pre{font-size:6.4pt}
 nav li{padding:2px 0}
 figure{margin:6px 0}
 figcaption,p,.chips{margin-top:3px;margin-bottom:5px}
 .several article+article{break-before:page;border:0;margin:0}
 h3,h4{break-after:avoid}
 figure{break-inside:avoid}
 .scroll{overflow:visible;border:0}
 .scroll svg,.scroll.narrow svg{min-width:0;width:auto;max-width:100%;max-height:225mm}
 pre{white-space:pre-wrap;overflow-wrap:anywhere}
 .screen{display:none}
}
"""

TEMPLATE = """\
<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="socketlab {{ version }}">
<title>{{ title }}</title>
<style>{{ colours|safe }}{{ style|safe }}</style>
</head>
<body>
<header class="top">
<p class="brand"><b>socketlab</b> · {{ words.motto }}</p>
{% if articles|length > 1 %}
<h1>{{ title }}</h1>
<nav aria-label="{{ words.contents }}"><ul>
{% for one in articles %}
<li><span class="chip {{ one.kind }}">{{ one.outcome }}</span>
<a href="#{{ one.stem }}">{{ one.question }}</a>
<code class="quiet">{{ one.name }}</code></li>
{% endfor %}
</ul></nav>
{% endif %}
</header>
<main{% if articles|length > 1 %} class="several"{% endif %}>
{% for one in articles %}
<article id="{{ one.stem }}">
{% if articles|length > 1 %}<h2>{{ one.question }}</h2>{% else %}
<h1>{{ one.question }}</h1>{% endif %}
<div class="verdict {{ one.kind }}"><b>{{ one.verdict }}</b>
<span class="count">{{ one.counts }}</span></div>
{% if one.kept %}<div class="kept"><p><strong>{{ words.kept }}</strong></p>
{% if one.refutation %}<p>{{ one.refutation }}</p>{% endif %}</div>{% endif %}
<p><b>{{ words.hypothesis }}</b> · {{ one.hypothesis }}</p>
<p class="quiet"><code>{{ one.name }}</code>{% for name, value in one.parameters %} ·
 <code>{{ name }}={{ value }}</code>{% endfor %} · {{ one.took }}</p>
<section><h3>{{ words.happened }}</h3>
{% for figure in one.ladders %}{{ draw(figure, "") }}{% endfor %}
{% if one.undrawn %}<p>{{ one.undrawn }}</p>{% endif %}
</section>
<section><h3>{{ words.steps }}</h3>
<ol class="steps">
{% for step in one.steps %}
<li><span class="number">{{ step.number }}</span><div><h4>{{ step.sentence }}</h4>
{% if step.chips %}<p class="chips">{% for chip in step.chips -%}
<span class="chip {{ chip.kind }}">{{ chip.words }}</span>{% endfor %}</p>{% endif %}
{% if step.table %}<pre tabindex="0"
 aria-label="{{ words.table }}">{{ step.table }}</pre>
{% endif %}
{% if step.counters %}<details><summary>{{ words.counters }}</summary>
<p class="mono">{{ step.counters }}</p></details>{% endif %}
</div></li>
{% endfor %}
</ol></section>
<section><h3>{{ words.findings }}</h3>
<ul class="findings">
{% for finding in one.findings %}
<li><p class="what"><span class="chip {{ finding.kind }}">{{ finding.outcome }}</span>
<b>{{ finding.sentence }}</b></p>
<dl class="seen">
<div><dt>{{ words.expected }}</dt><dd><code>{{ finding.expected }}</code></dd></div>
{% for source, value, decided in finding.observed %}
<div><dt>{{ source }}{% if decided %} ({{ words.decided }}){% endif %}</dt>
<dd><code{% if decided %} class="decided"{% endif %}>{{ value }}</code></dd></div>
{% else %}
<div><dt>{{ words.observed }}</dt><dd>{{ words.nobody }}</dd></div>
{% endfor %}
</dl>
<p class="where quiet">{{ words.step }} {{ finding.step }} · {{ finding.when }} ·
<code>{{ finding.where }}</code></p></li>
{% endfor %}
</ul>
</section>
{% if one.conflicts %}
<section><h3>{{ words.conflicts }}</h3><ul>
{% for sentence in one.conflicts %}<li>{{ sentence }}</li>{% endfor %}
</ul></section>
{% endif %}
{% if one.counters %}
<section><h3>{{ words.counters }}</h3><ul class="counters">
{% for name, by in one.counters %}<li><code>{{ name }}</code><code>{{ by }}</code></li>
{% endfor %}
</ul></section>
{% endif %}
{% if one.states %}
<section><h3>{{ words.diagram }}</h3>
{% for figure in one.states %}{{ draw(figure, " narrow") }}{% endfor %}
</section>
{% endif %}
<section><h3>{{ words.sources }}</h3>
<dl class="facts sources">
{% for source in one.sources %}
<dt><code>{{ source.name }}</code></dt>
<dd>{{ source.meaning }} · <b>{{ source.said }}</b>
{% if source.caveats %}<ul>{% for caveat in source.caveats -%}
<li class="quiet">{{ caveat }}</li>{% endfor %}</ul>{% endif %}</dd>
{% endfor %}
</dl></section>
<section><h3>{{ words.environment }}</h3>
<dl class="facts">
{% for name, value in one.environment %}
<dt>{{ name }}</dt><dd>{{ value }}</dd>
{% endfor %}
</dl></section>
{% if one.files %}
<section class="screen"><h3>{{ words.files }}</h3>
<ul>
{% for file, meaning in one.files %}
<li><a href="{{ file }}">{{ file }}</a> <span class="quiet">· {{ meaning }}</span></li>
{% endfor %}
</ul></section>
{% endif %}
</article>
{% endfor %}
</main>
<footer>socketlab {{ version }}</footer>
</body>
</html>
"""

FIGURE = """\
{% macro draw(figure, kind) %}
<figure><div class="scroll{{ kind }}" tabindex="0" role="group"
 aria-label="{{ figure.caption }}">{{ figure.svg|safe }}</div>
<figcaption>{{ figure.caption }}
<span class="screen">{% for file, words in figure.files %}{{ " · " }}<a
 href="{{ file }}">{{ words }}</a>{% endfor %}</span></figcaption></figure>
{% endmacro %}
"""
