// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html.h"

namespace denwaban::report {

std::string_view report_style() {
  return R"css(
:root { color-scheme: light dark;
  --paper: #fbfaf7; --card: #ffffff; --ink: #1d2026; --soft: #5c6370; --line: #e3dfd6;
  --now: #a8442a; --before: #24507a; --note: #fff4dc; --note-line: #d9a441; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14161a; --card: #1b1e24; --ink: #e9e6df; --soft: #a2a8b3; --line: #31353d;
  --now: #e07a5a; --before: #8fc1ec; --note: #2c2617; --note-line: #b98a35; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
main, header, footer { max-width: 1120px; margin: 0 auto; padding: 0 28px; }
header { padding-top: 56px; }
.over { margin: 0; color: var(--now); font-size: .82rem; font-weight: 600; letter-spacing: .09em; text-transform: uppercase; }
h1, h2, .figure { font-family: "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", "DejaVu Serif", Georgia, serif;
  font-weight: 600; line-height: 1.15; letter-spacing: -.01em; }
h1 { text-wrap: balance; margin: .2rem 0 .5rem; font-size: clamp(2rem, 5vw, 3.1rem); }
h2 { margin: 0; font-size: 1.35rem; }
.lead { text-wrap: balance; max-width: 52rem; margin: 0; font-size: 1.12rem; color: var(--soft); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 0; margin: 36px 0 20px; padding: 0;
  border-top: 2px solid var(--ink); border-bottom: 1px solid var(--line); }
.figures div { padding: 16px 20px 18px 0; }
.figures dt { color: var(--soft); font-size: .9rem; }
.figures dd { margin: 0; }
.figure { font-size: 2.3rem; font-variant-numeric: lining-nums; }
.small { color: var(--soft); font-size: .88rem; }
section { margin: 34px 0; }
.cards { columns: 2 440px; column-gap: 22px; margin: 22px 0; }
.card { margin: 0 0 22px; padding: 20px 22px 14px; background: var(--card); border: 1px solid var(--line); border-radius: 6px;
  break-inside: avoid; }
.card > .small { margin: 2px 0 10px; }
figure { margin: 12px 0 0; }
svg { display: block; width: 100%; }
.columns { height: auto; overflow: visible; }
.columns .grid { stroke: var(--line); } .columns .base { stroke: var(--soft); }
.columns .tick { fill: var(--soft); font-size: 13px; font-variant-numeric: tabular-nums; }
.now { fill: var(--now); }
line.before { stroke: var(--before); stroke-width: 2.5; } rect.before { fill: var(--before); }
.bar { height: 13px; min-width: 60px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 22px; margin: 6px 0 0; padding: 0; list-style: none; color: var(--soft); font-size: .88rem; }
.legend span { display: inline-block; width: 16px; height: 10px; margin-right: 7px; background: var(--now); }
.legend .mark { height: 3px; vertical-align: middle; background: var(--before); }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 0 5px 12px; border-top: 1px solid var(--line); text-align: right; vertical-align: middle; white-space: nowrap; }
th:first-child, td:first-child { padding-left: 0; text-align: left; }
thead th, thead td { border-top: 0; color: var(--soft); font-size: .82rem; font-weight: 500; }
tbody th { font-weight: 500; white-space: normal; overflow-wrap: anywhere; }
tbody th { width: 44%; } td.wide { width: 24%; }
.rest th, .rest td { color: var(--soft); font-weight: 400; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .93em; overflow-wrap: anywhere; }
details { margin-top: 10px; color: var(--soft); font-size: .88rem; } summary { cursor: pointer; }
details table { max-width: 30rem; }
.note { margin: 0 0 10px; padding: 10px 14px; background: var(--note); border-left: 3px solid var(--note-line); }
footer { padding-bottom: 60px; color: var(--soft); font-size: .86rem; border-top: 1px solid var(--line); }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 560px) { td.wide, th.wide { display: none; } main, header, footer { padding-left: 16px; padding-right: 16px; } }
@media print { @page { margin: 14mm; }
  :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #ccc; --now: #a8442a;
    --before: #24507a; --note: #fff; --note-line: #999; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10pt; } header { padding-top: 0; } main, header, footer { max-width: none; padding-left: 0; padding-right: 0; }
  .cards { columns: 2 80mm; column-gap: 5mm; } .card { margin-bottom: 5mm; padding: 10px 12px; }
  details { display: none; } section { margin: 16px 0; } .figures { margin: 16px 0 8px; } }
)css";
}

}  // namespace denwaban::report
