"""The page's style: light and dark, for a screen, a telephone and paper."""

STYLE = """
:root{color-scheme:light dark;--ink:#1c2430;--pale:#5f6a78;--line:#dde2e8;--paper:#fff;--box:#f6f8fa;
--bad:#b3261e;--warn:#8a4b00;--good:#14733b}
@media (prefers-color-scheme:dark){:root{--ink:#e4e8ee;--pale:#97a1ae;--line:#2d343d;--paper:#14181d;--box:#1b2026;
--bad:#ff8a80;--warn:#f0b35b;--good:#6fcf97}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}
main{max-width:1100px;margin:0 auto;padding:24px 20px 60px}
h1{font-size:1.55rem;line-height:1.25;margin:0 0 6px}h1.bad{color:var(--bad)}h1.good{color:var(--good)}
h2{font-size:1.15rem;margin:34px 0 8px}h3{font-size:1.05rem;margin:0}p{margin:8px 0}p,li,h1,h2,h3,header span{overflow-wrap:anywhere}
.pale{color:var(--pale)}.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;
background:var(--box);padding:1px 5px;border-radius:4px}
.scroll{overflow-x:auto}table{border-collapse:collapse}.scroll table{min-width:60%}
th{font-weight:600;text-align:left;color:var(--pale);font-size:.88rem}
th,td{padding:6px 18px 6px 0;border-bottom:1px solid var(--line);vertical-align:top}
.error{color:var(--bad)}.warning{color:var(--warn)}
article{border:1px solid var(--line);border-radius:8px;margin:18px 0;padding:16px 18px;break-inside:avoid-page}
article header{display:flex;flex-wrap:wrap;gap:4px 18px;align-items:baseline}
.verdict{font-weight:600;margin:12px 0 2px}.also{border-top:1px solid var(--line);margin-top:14px;padding-top:4px}
ol,ul{margin:6px 0;padding-left:1.5em}.picture{overflow-x:auto;margin-top:14px}
input[type=search]{font:inherit;width:100%;max-width:420px;padding:6px 10px;border:1px solid var(--line);border-radius:6px;
background:var(--paper);color:inherit}
tr.hidden{display:none}footer{margin-top:44px;color:var(--pale);font-size:.85rem}
@media (min-width:760px){td code{white-space:nowrap}}
@media print{:root{--ink:#000;--pale:#444;--line:#bbb;--paper:#fff;--box:#fff;--bad:#b3261e;--warn:#8a4b00;--good:#14733b}
body{font-size:10.5pt}main{max-width:none;padding:0}input{display:none!important}
.picture svg{max-width:100%;height:auto}}
""".strip()

SCRIPT = """
document.querySelectorAll("input[type=search]").forEach(function(field){field.hidden=false;field.addEventListener("input",function(){
var wanted=field.value.toLowerCase();document.querySelectorAll("#calls tbody tr").forEach(function(row){
row.classList.toggle("hidden",row.textContent.toLowerCase().indexOf(wanted)<0)})})});
""".strip()
