"""The page's structure, for jinja2."""

TEMPLATE = """\
<!DOCTYPE html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="socketlab {{ version }}">
<title>{{ title }}</title>
<style>{{ style|safe }}</style>
</head>
<body>
<header class="top">
<p class="brand"><b>socketlab</b> · {{ words.motto }}</p>
{% if front %}
<h1>{{ title }}</h1>
<p class="verdict {{ front.kind }}"><b>{{ front.counts }}</b></p>
{% endif %}
</header>
<main{% if front %} class="several"{% endif %}>
{% if front %}{{ show_contents(front) }}{% endif %}
{% for one in articles %}
<article id="{{ one.stem }}">
{% if front %}<h2>{{ one.number }}. {{ one.question }}</h2>{% else %}
<h1>{{ one.question }}</h1>{% endif %}
<div class="verdict {{ one.kind }}"><b>{{ one.verdict }}</b>
<span class="count">{{ one.counts }}</span></div>
{% if one.kept %}<div class="kept"><p><strong>{{ words.kept }}</strong></p>
{% if one.refutation %}<p>{{ one.refutation }}</p>{% endif %}</div>{% endif %}
<p><b>{{ words.hypothesis }}</b> · {{ one.hypothesis }}</p>
<p class="quiet"><code>{{ one.name }}</code>{% for name, value in one.parameters %} ·
 <code>{{ name }}={{ value }}</code>{% endfor %} · {{ one.took }}</p>
{% if one.settings %}<p class="quiet">{{ words.settings }}{% for name, value in
 one.settings %} <code>{{ name }}={{ value }}</code>{{ "," if not loop.last }}{% endfor
 %}</p>{% endif %}
{% if one.charts %}<section><h3>{{ words.measured }}</h3>
{% for chart in one.charts %}{{ draw(chart.figure, " narrow chart") }}
{{ tabulate(chart.table, "numbers", chart.figure.caption) }}{% endfor %}
</section>{% endif %}
{% if one.variants %}<section><h3>{{ words.variants }}</h3>
{{ tabulate(one.variants, "variants", words.variants) }}
</section>{% endif %}
{% if one.ladders %}<section><h3>{{ words.happened }}</h3>
{% for figure in one.ladders %}{{ draw(figure, "") }}{% endfor %}
{% if one.undrawn %}<p>{{ one.undrawn }}</p>{% endif %}
</section>{% endif %}
<section><h3>{{ words.steps }}</h3>
<ol class="steps">
{% for step in one.steps %}
<li><span class="number">{{ step.number }}</span><div>
{% if step.variant %}<p class="variant">{{ step.variant }}</p>{% endif %}
<h4>{{ step.sentence }}</h4>
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
{% if one.findings %}
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
<div><dt>{{ words.observed }}</dt><dd>{{ finding.reason or words.nobody }}</dd></div>
{% endfor %}
</dl>
<p class="where quiet">{{ words.step }} {{ finding.step }} · {{ finding.when }} ·
<code>{{ finding.where }}</code></p></li>
{% endfor %}
</ul>
</section>
{% endif %}
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
{% if front %}<p class="quiet">{{ one.used }}</p>{% else %}
{{ list_sources(one.sources, 3) }}{{ list_facts(one.environment, 3) }}{% endif %}
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
{% if front %}{{ show_ends(front) }}{% endif %}
</main>
<footer>socketlab {{ version }}</footer>
</body>
</html>
"""

MACROS = """\
{% macro draw(figure, kind) %}
<figure id="figure-{{ figure.number }}"{% if figure.sheets %} class="parted"{% endif %}>
<p class="hint{{ kind }}" aria-hidden="true">↔ {{ words.sideways }}</p>
<div class="scroll{{ kind }}" tabindex="0" role="group"
 aria-label="{{ figure.caption }}">{{ figure.svg|safe }}</div>
{% for sheet in figure.sheets %}<svg class="sheet" viewBox="{{ sheet.box }}"
 aria-hidden="true"><use href="#{{ sheet.whole }}"/></svg>{% endfor %}
<figcaption>{{ figure.caption }}
<span class="screen">{% for file, words in figure.files %}{{ " · " }}<a
 href="{{ file }}">{{ words }}</a>{% endfor %}</span></figcaption></figure>
{% endmacro %}
{% macro tabulate(table, kind, label) %}
<div class="wide" tabindex="0" role="group" aria-label="{{ label }}">
<table class="{{ kind }}"><thead><tr>
{% for name in table.head %}<th scope="col">{{ name }}</th>{% endfor %}
</tr></thead><tbody>
{% for row in table.rows %}<tr>{% if row.cells|length == 1 %}
<th colspan="{{ table.head|length }}" scope="colgroup">{{ row.cells[0].words }}</th>
{% else %}{% for cell in row.cells %}{% if loop.first %}
<th scope="row">{{ cell.words }}</th>{% else %}
<td{% if cell.outcome %} class="{{ kinds[cell.outcome] }}"{% endif
 %}>{{ cell.marked }}</td>{% endif %}{% endfor %}{% endif %}</tr>
{% endfor %}
</tbody></table></div>
{% endmacro %}
{% macro list_sources(sources, rank) %}
<section id="all-sources"><h{{ rank }}>{{ words.sources }}</h{{ rank }}>
<dl class="facts sources">
{% for source in sources %}
<dt><code>{{ source.name }}</code></dt>
<dd>{{ source.meaning }} · <b>{{ source.said }}</b>
{% if source.caveats %}<ul>{% for caveat in source.caveats -%}
<li class="quiet">{{ caveat }}</li>{% endfor %}</ul>{% endif %}</dd>
{% endfor %}
</dl></section>
{% endmacro %}
{% macro list_facts(facts, rank) %}
<section id="where-it-ran"><h{{ rank }}>{{ words.environment }}</h{{ rank }}>
<dl class="facts columns">
{% for name, value in facts %}
<div><dt>{{ name }}</dt><dd>{{ value }}</dd></div>
{% endfor %}
</dl></section>
{% endmacro %}
{% macro show_contents(front) %}
<nav aria-label="{{ words.contents }}"><h2>{{ words.contents }}</h2>
{% for chapter in front.chapters %}
{% if chapter.title %}<h3>{{ chapter.title }}</h3>{% endif %}
<ul>
{% for one in chapter.articles %}
<li><span class="chip {{ one.kind }}">{{ one.outcome }}</span>
<div><a href="#{{ one.stem }}">{{ one.number }}. {{ one.question }}</a>
<code class="quiet">{{ one.name }}</code>
{% if one.figures %}<span class="quiet">{{ one.figures.words }}{% for figure in
 one.figures.numbers %} <a href="#figure-{{ figure }}">{{ figure }}</a>{{ "," if not
 loop.last }}{% endfor %}</span>{% endif %}</div></li>
{% endfor %}
</ul>
{% endfor %}
<p>{% if front.together %}<a
 href="#whole-diagram">{{ words.together }}</a> · {% endif %}
<a href="#where-it-ran">{{ words.environment }}</a> ·
<a href="#all-sources">{{ words.sources }}</a></p>
</nav>
{% endmacro %}
{% macro show_ends(front) %}
{% if front.together %}<section id="whole-diagram"><h2>{{ words.together }}</h2>
{{ draw(front.together, " narrow") }}</section>{% endif %}
{{ list_facts(front.environment, 2) }}
{{ list_sources(front.sources, 2) }}
{% endmacro %}
"""
