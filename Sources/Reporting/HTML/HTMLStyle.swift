/// The style sheet of reports.
enum HTMLStyle {
  static let text = """
    :root{--ink:#1c2127;--soft:#555f6b;--paper:#fff;--panel:#f5f6f8;--line:#d4d9df;--link:#0b57a4;--fail:#a3161d;--open:#7a4b00;--pass:#17632f;--none:#56606b;--focus:#0b57a4}
    @media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--soft:#a9b3bf;--paper:#14181c;--panel:#1d2329;--line:#3a434d;--link:#84bdf5;--fail:#ff9a97;--open:#f1c26b;--pass:#86d69b;--none:#a9b3bf;--focus:#84bdf5}}
    *{box-sizing:border-box}
    html{scroll-padding-top:1rem}
    body{margin:0 auto;max-width:72rem;padding:1.5rem 1.25rem 4rem;color:var(--ink);background:var(--paper);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
    h1{font-size:1.7rem;line-height:1.2;margin:.2rem 0}h2{font-size:1.3rem;margin:2.2rem 0 .6rem;padding-bottom:.2rem;border-bottom:2px solid var(--line)}h3{font-size:1.05rem;margin:1.4rem 0 .5rem}h4{font-size:.95rem;margin:.9rem 0 .25rem}
    a{color:var(--link)}a:focus-visible,summary:focus-visible,input:focus-visible,select:focus-visible,button:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
    .skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);padding:.4rem .8rem;z-index:2}
    .lead{font-size:1.1rem;margin:.2rem 0;overflow-wrap:anywhere}
    nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;padding:.5rem 0;margin:0;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
    .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.8rem;list-style:none;padding:0;margin:.8rem 0}
    .cards li{background:var(--panel);border:1px solid var(--line);border-left:5px solid var(--none);border-radius:4px;padding:.6rem .8rem;color:var(--soft)}
    .cards strong{display:block;font-size:1.5rem;line-height:1.2}
    .cards .fail{border-left-color:var(--fail)}.cards .open{border-left-color:var(--open)}.cards .pass{border-left-color:var(--pass)}
    .cards .fail strong,.s.fail{color:var(--fail)}.cards .open strong,.s.open{color:var(--open)}.cards .pass strong,.s.pass{color:var(--pass)}.s.none,.s.waived,.cards .none strong{color:var(--none)}
    .s{font-weight:600;white-space:nowrap}
    .warning{border-left:5px solid var(--open);background:var(--panel);padding:.5rem .8rem;overflow-wrap:anywhere}
    table{border-collapse:collapse;width:100%;margin:.4rem 0 1rem;font-size:.92rem}
    caption{text-align:left;color:var(--soft);padding:.2rem 0;font-size:.85rem}
    th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);font-weight:400;overflow-wrap:anywhere}
    thead th{font-weight:600;border-bottom:2px solid var(--line);white-space:nowrap}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.id{white-space:nowrap;font-weight:600}
    .wide{overflow-x:auto}
    code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}code{overflow-wrap:anywhere}pre{background:var(--panel);border:1px solid var(--line);border-radius:4px;padding:.6rem .8rem;white-space:pre-wrap;overflow-wrap:anywhere;margin:.3rem 0}
    details{border:1px solid var(--line);border-radius:4px;margin:.45rem 0;background:var(--paper)}
    summary{cursor:pointer;padding:.5rem .75rem;overflow-wrap:anywhere}summary:hover{background:var(--panel)}
    details>div{padding:0 .9rem .7rem}
    .rule>summary{display:grid;grid-template-columns:1fr auto;gap:.2rem 1rem}.rule>summary::before{content:none}.rule>summary .t{font-weight:600}.rule>summary .m{grid-column:1/-1;color:var(--soft);font-size:.87rem}
    .rule{content-visibility:auto;contain-intrinsic-size:auto 4rem}
    .o{margin:.35rem 0}.o>summary{padding:.35rem .6rem}
    .sev{font-weight:600;text-transform:uppercase;font-size:.78rem;letter-spacing:.03em}
    .soft{color:var(--soft)}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.3rem 0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
    ul.plain{list-style:none;padding:0;margin:.3rem 0;columns:2 24rem}ul.plain li{overflow-wrap:anywhere;break-inside:avoid}
    #filter{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;background:var(--panel);border:1px solid var(--line);border-radius:4px;padding:.6rem .8rem;margin:.6rem 0}
    #filter[hidden],[hidden]{display:none}
    #filter input[type=search]{flex:1 1 16rem;min-width:10rem;padding:.35rem .5rem}
    #filter input,#filter select,#filter button{font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:3px}#filter button{padding:.3rem .7rem;cursor:pointer}
    figure{margin:.5rem 0;overflow-x:auto}
    footer{margin-top:3rem;border-top:1px solid var(--line);color:var(--soft);font-size:.87rem;overflow-wrap:anywhere}
    @media(max-width:40rem){.rule>summary{grid-template-columns:1fr}dl{grid-template-columns:1fr}dt{margin-top:.3rem}}
    @page{size:A4;margin:16mm 14mm}
    @media print{:root{--ink:#000;--soft:#444;--paper:#fff;--panel:#f4f4f4;--line:#bbb;--link:#000;--fail:#8d1218;--open:#6b4200;--pass:#14552a;--none:#444}
    body{max-width:none;padding:0;font-size:10pt}nav,.skip,#filter{display:none!important}h2{break-after:avoid}thead{display:table-header-group}tr,summary,.cards li{break-inside:avoid}.rule{content-visibility:visible}.wide,figure{overflow:visible}
    details:not(.more)::details-content{content-visibility:visible;block-size:auto}a{text-decoration:none}}
    """
}
