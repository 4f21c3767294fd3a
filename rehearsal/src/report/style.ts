/** Everything the page looks like; colours are told apart by people who see fewer of them, too. */
export const style = `
:root{--paper:#fbfaf7;--card:#fff;--ink:#1d2430;--soft:#5d6878;--rule:#e3e1da;--good:#1f7a4d;--bad:#b3261e;--c1:#2f6db5;--c2:#d1711c;--c3:#1f8a70;--c4:#7a56a8;--c5:#b3261e}
@media (prefers-color-scheme:dark){:root{--paper:#14171c;--card:#1c2027;--ink:#e8eaee;--soft:#9aa4b2;--rule:#2e343d;--good:#5cc28d;--bad:#f0837c;--c1:#6fa5e6;--c2:#eb9a52;--c3:#54bda2;--c4:#ab8bd6;--c5:#f0837c}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1080px;margin:0 auto;padding:40px 24px 64px}
header{display:flex;justify-content:space-between;align-items:flex-start;gap:24px;border-bottom:1px solid var(--rule);padding-bottom:20px}
h1{font-size:26px;line-height:1.25;margin:0 0 6px;letter-spacing:-.01em}
h2{font-size:18px;margin:40px 0 12px}
h3{font-size:13px;text-transform:uppercase;letter-spacing:.06em;color:var(--soft);margin:22px 0 6px;font-weight:600}
p{margin:0}.soft,figcaption span{color:var(--soft)}
.badge{flex:none;padding:8px 16px;border-radius:999px;font-weight:600;border:1.5px solid currentColor;white-space:nowrap}
.good{color:var(--good)}.bad{color:var(--bad)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:24px 0 0;padding:0;list-style:none}
.tiles li,figure,.card{background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:14px 16px;margin:0}
.tiles b{display:block;font-size:22px;line-height:1.25;letter-spacing:-.01em;white-space:nowrap}.tiles span{color:var(--soft);font-size:13px}
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(440px,1fr));gap:14px}
figure svg{width:100%;height:auto;display:block}figcaption{margin-bottom:4px;font-size:14px}
.legend{font-size:12.5px;color:var(--soft);display:flex;gap:14px;flex-wrap:wrap;margin-bottom:2px}.legend i{display:inline-block;width:14px;height:3px;border-radius:2px;vertical-align:middle;margin-right:6px}
svg text{font-size:11px;fill:var(--soft)}svg .unit{font-style:italic}
.grid{stroke:var(--rule);fill:none}.opening{stroke:var(--soft);stroke-dasharray:3 3;fill:none}
.line{fill:none;stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}.area{stroke:none;fill-opacity:.2}
${[1, 2, 3, 4, 5].map((colour) => `.s${colour}{stroke:var(--c${colour})}.a${colour}{fill:var(--c${colour})}i.c${colour}{background:var(--c${colour})}`).join('')}
table{border-collapse:collapse;width:100%;font-size:14px}th{font-weight:600;color:var(--soft);text-align:left;font-size:12.5px}
th,td{padding:5px 14px 5px 0;border-bottom:1px solid var(--rule);vertical-align:top}tr:last-child td{border-bottom:0}.n{text-align:right}
.mark{width:22px;font-weight:700}.checks td:nth-child(2){width:46%}.wide{overflow-x:auto}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:14px}
footer{margin-top:40px;color:var(--soft);font-size:13px}
@media (max-width:520px){.plots{grid-template-columns:1fr}header{flex-direction:column}}
@page{margin:14mm}
@media print{:root{--paper:#fff;--card:#fff;--ink:#111;--soft:#555;--rule:#ccc;--good:#1f7a4d;--bad:#b3261e;--c1:#2f6db5;--c2:#d1711c;--c3:#1f8a70;--c4:#7a56a8;--c5:#b3261e}
main{max-width:none;padding:0}body{font-size:10.5px}h1{font-size:20px}h2{font-size:15px;break-after:avoid;margin:18px 0 8px}h3{font-size:10.5px;margin:10px 0 4px;break-after:avoid}
.tiles{grid-template-columns:repeat(6,1fr);gap:6px;margin-top:12px}.tiles b{font-size:14px}.tiles span,figcaption,.legend,footer{font-size:10px}.tiles li,figure,.card{padding:7px 9px}
.plots{grid-template-columns:1fr 1fr;gap:6px}.columns{grid-template-columns:1fr 1.3fr 1fr;gap:6px}figure,.tiles li,tr{break-inside:avoid}table{font-size:10.5px}th,td{padding:2.5px 10px 2.5px 0}}
`.trim();
