/**
 * The stylesheet of all pages. It holds no quotation mark, ampersand or `<`, so that a page may bring it along as
 * it is.
 */
export const styles = `:root {
  --ink: #1c2733; --soft: #51606f; --line: #ccd5dd; --ground: #f4f6f8; --paper: #fff; --accent: #0b4f8a;
  --accent-soft: #e3eef8; --bad: #a61b1b; --bad-soft: #fdecec; --warn: #7a4b00; --warn-soft: #fff4de; --good: #1d6b35;
  --good-soft: #e7f5ea;
}
* { box-sizing: border-box; }
html { font-size: 15px; }
body {
  margin: 0; background: var(--ground); color: var(--ink); line-height: 1.5; word-break: keep-all; overflow-wrap: anywhere;
  font-family: 'Malgun Gothic', 'Apple SD Gothic Neo', 'Noto Sans KR', 'Noto Sans CJK KR', 'NanumGothic', 'Nanum Gothic', sans-serif;
}
a { color: var(--accent); }
:focus-visible { outline: 3px solid #1f7ae0; outline-offset: 1px; }
.skip { position: absolute; left: -9999px; background: var(--paper); padding: .5rem 1rem; }
.skip:focus { left: .5rem; top: .5rem; z-index: 1; }
.bar { background: var(--accent); color: #fff; }
.bar a, .bar button { color: #fff; }
.bar .in { display: flex; flex-wrap: wrap; gap: .15rem 1.25rem; align-items: center; max-width: 84rem; margin: 0 auto; padding: .4rem 1rem; }
.bar .site { font-weight: 700; font-size: 1.05rem; text-decoration: none; }
.bar ul { display: flex; flex-wrap: wrap; gap: .15rem .25rem; list-style: none; margin: 0; padding: 0; }
.bar nav a { display: inline-block; padding: .3rem .65rem; border-radius: 4px; text-decoration: none; }
.bar nav a:hover, .bar .plain:hover { text-decoration: underline; }
.bar nav a[aria-current] { background: #fff; color: var(--accent); font-weight: 700; }
.bar .me { margin-left: auto; display: flex; flex-wrap: wrap; gap: .15rem 1rem; align-items: center; font-size: .92rem; }
.bar form { margin: 0; }
main { max-width: 84rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: .25rem 0 .75rem; }
h2 { font-size: 1.15rem; margin: 0 0 .6rem; }
h3 { font-size: 1rem; margin: 1rem 0 .35rem; }
section, .card { background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 1rem 1.1rem; margin: 0 0 1rem; }
p { margin: 0 0 .6rem; }
p:last-child, ul:last-child { margin-bottom: 0; }
.lines { white-space: pre-line; }
.thin { max-width: 30rem; }
.soft { color: var(--soft); }
.small { font-size: .9rem; }
.line { border-left: 4px solid var(--line); background: var(--paper); padding: .6rem .9rem; margin: 0 0 1rem; }
.line > :last-child { margin-bottom: 0; }
.line.good { border-color: var(--good); background: var(--good-soft); }
.line.warn { border-color: var(--warn); background: var(--warn-soft); }
.line.bad { border-color: var(--bad); background: var(--bad-soft); }
.line form { display: inline; margin-left: .75rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: var(--paper); }
.scroll + * { margin-top: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { border-bottom: 2px solid var(--line); color: var(--soft); font-weight: 600; font-size: .92rem; white-space: nowrap; }
tbody th { font-weight: 400; }
tbody tr:hover { background: #f7fafc; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.w, .w { white-space: nowrap; }
caption { text-align: left; color: var(--soft); font-size: .9rem; padding: 0 0 .4rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 3px; padding: 0 .4rem; font-size: .88rem; white-space: nowrap; background: var(--paper); }
.tags { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; margin: 0; padding: 0; }
.tag.critical { background: var(--bad); border-color: var(--bad); color: #fff; font-weight: 700; }
.tag.high { background: var(--bad-soft); border-color: var(--bad); color: var(--bad); }
.tag.medium { background: var(--warn-soft); border-color: #b98a3d; color: var(--warn); }
.tag.low { color: var(--soft); }
.tag.good { background: var(--good-soft); border-color: var(--good); color: var(--good); }
progress { width: 6rem; height: .7rem; vertical-align: middle; accent-color: var(--accent); }
.rate { display: inline-block; min-width: 3rem; text-align: right; font-variant-numeric: tabular-nums; }
label, legend, .label { font-weight: 600; }
fieldset { border: 0; padding: 0; margin: 0 0 .9rem; }
legend { padding: 0; margin-bottom: .2rem; }
.field { margin: 0 0 .9rem; }
.field > label { display: block; }
.field .hint { display: block; color: var(--soft); font-size: .9rem; font-weight: 400; }
.field .wrong { display: block; color: var(--bad); font-weight: 600; }
.choice { display: flex; gap: .5rem; align-items: baseline; margin: .2rem 0; }
.choice label { font-weight: 400; }
input[type=text], input[type=search], input[type=password], input[type=date], select, textarea {
  font: inherit; color: inherit; background: var(--paper); border: 1px solid #8393a3; border-radius: 4px; padding: .35rem .5rem; width: 100%; max-width: 28rem; min-height: 2.4rem;
}
textarea { min-height: 4.5rem; resize: vertical; }
input[aria-invalid=true], select[aria-invalid=true], textarea[aria-invalid=true] { border-color: var(--bad); border-width: 2px; }
button, .button {
  display: inline-block; font: inherit; font-weight: 600; border: 1px solid var(--accent); border-radius: 4px; background: var(--accent); color: #fff;
  padding: .4rem .9rem; min-height: 2.4rem; cursor: pointer; text-decoration: none; white-space: nowrap;
}
button.plain { background: none; border: 0; padding: 0; min-height: 0; font-weight: 400; text-decoration: underline; }
td button { padding: .05rem .6rem; min-height: 1.8rem; }
button.quiet, .button.quiet { background: var(--paper); color: var(--accent); }
button.stop { background: var(--paper); color: var(--bad); border-color: var(--bad); }
.filter { display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: flex-end; }
.filter .field { margin: 0; flex: 0 1 10rem; }
.filter .field.wide { flex: 1 1 18rem; }
.filter .field.wide input { max-width: none; }
.row { display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: center; }
.pages { display: flex; gap: 1rem; margin: .9rem 0 0; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.1rem; margin: 0; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 1rem; align-items: start; }
details { border-top: 1px solid var(--line); padding: .5rem 0; }
details[open] { padding-bottom: .9rem; }
summary { cursor: pointer; font-weight: 600; color: var(--accent); padding: .1rem 0; }
summary + * { margin-top: .5rem; }
dl.facts + * { margin-top: .9rem; }
.reason { border-left: 3px solid #b98a3d; padding: .1rem 0 .1rem .75rem; margin: 0 0 .75rem; }
.reason p { margin: 0; }
.plainlist { list-style: none; margin: 0; padding: 0; }
.plainlist > li { margin: 0 0 .6rem; }
.plainlist > li:last-child { margin-bottom: 0; }
.candidate { border: 1px solid var(--line); border-radius: 4px; padding: .7rem .9rem; }
.candidate h3 { margin-top: 0; }
.plainlist + p { margin-top: .6rem; }
.candidate + .candidate, .candidate + form { margin-top: .9rem; }
.candidate ul { margin: .1rem 0 .5rem; padding-left: 1.2rem; list-style: disc; }
code, pre { font-family: ui-monospace, Consolas, monospace; font-size: .92rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); border-radius: 4px; padding: .5rem .75rem; margin: 0 0 .6rem; }
article + article { border-top: 1px solid var(--line); margin-top: 1rem; }
nav.card > div + div { margin-top: 1rem; }
input[type=text].secret { font-family: ui-monospace, Consolas, monospace; max-width: 40rem; }
footer { max-width: 84rem; margin: 0 auto; padding: 0 1rem 1.5rem; color: var(--soft); font-size: .88rem; }
@media (max-width: 76rem) {
  progress { width: 3.5rem; }
  th, td { padding: .45rem .5rem; }
}
@media (max-width: 40rem) {
  .bar .me { margin-left: 0; }
  dl.facts { grid-template-columns: 1fr; gap: 0; }
  dl.facts dd { margin-bottom: .4rem; }
  section, .card { padding: .8rem; }
  .scroll table { min-width: 54rem; }
}
@media print {
  body { background: #fff; font-size: 10pt; }
  .bar, .skip, form:not(:has(table)), .filter, input, button, .pages, .noprint, footer { display: none; }
  section, .card { border: 0; padding: 0; break-inside: avoid-page; }
  details > :not(summary) { display: block; }
  a { color: inherit; text-decoration: none; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
`;
