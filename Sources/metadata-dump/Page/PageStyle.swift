// SPDX-License-Identifier: Apache-2.0

/// How a page looks: on light and dark screens of any width, and on paper.
enum PageStyle {
  /// The style sheet. Colours of text have a contrast of at least 4.5 to what is behind them, those of bars of 3.
  static let sheet: HTML = """
    :root{color-scheme:light dark;--page:#fff;--box:#f5f7f9;--text:#1a1f24;--weak:#545d68;--line:#ccd3da;--link:#0a58a8;
    --bar:#1d568f;--pale:#6592be;--alarm:#9a3412;
    --kind0:#a9cef1;--kind1:#9fdccf;--kind2:#f4d190;--kind3:#eebca4;--kind4:#d3d6da;--kind5:#d9c2f2;--kind6:#bfe0a6;
    --others:#e4e7eb}
    @media screen and (prefers-color-scheme:dark){:root{--page:#12161b;--box:#1b2128;--text:#e7eaee;--weak:#a7b0bb;--line:#38414b;
    --link:#86bdf5;--bar:#8cc0f2;--pale:#4a7bab;--alarm:#f5a37c;
    --kind0:#1f4f7d;--kind1:#1a5a50;--kind2:#694c10;--kind3:#753f29;--kind4:#4a5058;--kind5:#573478;--kind6:#38592a;
    --others:#39414a}}
    *{box-sizing:border-box}
    body{margin:0 auto;max-width:1100px;padding:1rem;background:var(--page);color:var(--text);
    font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
    h1{margin:.5rem 0 0;font-size:1.75rem;line-height:1.2}
    h2{margin:2.5rem 0 .75rem;font-size:1.25rem;line-height:1.3}
    h3{margin:0;font-size:1rem}
    p,dl,ul{margin:.25rem 0 .75rem}
    header p,section>p,caption,small,footer,.axis{color:var(--weak)}
    a{color:var(--link)}
    :focus-visible{outline:3px solid var(--link);outline-offset:2px}
    .skip,.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    .skip:focus{width:auto;height:auto;clip-path:none;padding:.25rem .5rem;background:var(--page)}
    nav ul,.legend{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;list-style:none}
    .text{white-space:pre-wrap;overflow-wrap:anywhere}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem}
    dt{color:var(--weak)}
    dd{margin:0}
    dd span{display:block}
    .remarks{padding:0;list-style:none}
    .remarks li{margin:.5rem 0;padding:.5rem .75rem;background:var(--box);border-left:4px solid var(--bar);
    overflow-wrap:anywhere}
    .remarks .warning{border-color:var(--alarm)}
    .warning strong{color:var(--alarm)}
    .legend i{display:inline-block;width:.9em;height:.9em;margin-right:.4em;border:1px solid var(--weak);
    vertical-align:-.1em}
    .map,.map ul{margin:0;padding:0;list-style:none}
    .map{position:relative;aspect-ratio:1000/420;min-height:18rem;width:100%;background:var(--box)}
    .map li,.map ul{position:absolute}
    .map ul{inset:0}
    .map li{border:solid var(--page);border-width:0 1px 1px 0}
    .map li li{container-type:size;overflow:hidden;font-size:.8125rem;line-height:1.3}
    .map span{display:block;margin:.2rem .35rem;overflow:hidden;overflow-wrap:anywhere;
    max-height:round(down,100cqh - .4rem,1.3em)}
    .map b{display:block}
    @container (max-width:4.5rem) or (max-height:1.6rem){.map span{opacity:0}}
    .kind0{background:var(--kind0)}.kind1{background:var(--kind1)}.kind2{background:var(--kind2)}
    .kind3{background:var(--kind3)}.kind4{background:var(--kind4)}.kind5{background:var(--kind5)}
    .kind6{background:var(--kind6)}.others{background:var(--others)}
    .scroll{overflow-x:auto}
    table{width:100%;border-collapse:collapse;font-size:.9375rem;font-variant-numeric:tabular-nums}
    caption{padding-bottom:.5rem;text-align:left}
    th,td{padding:.35rem .4rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:top;
    white-space:nowrap}
    th:first-child,#history :is(th,td):nth-last-child(-n+2),#directories :is(th,td):last-child{text-align:left;white-space:normal}
    th[scope=row]{min-width:clamp(9rem,24vw,13rem);font-weight:600}
    #history th[scope=row]{min-width:0}
    #directories th[scope=row]{font-weight:400}
    #history td:nth-last-child(-n+2){min-width:12rem}
    thead th{color:var(--weak);font-weight:600;vertical-align:bottom}
    tfoot{font-weight:600}
    small{display:block;font-size:.8125rem;font-weight:400}
    button{margin:0;padding:.1rem .2rem;border:0;border-radius:3px;background:none;color:var(--link);font:inherit;
    text-align:inherit;cursor:pointer}
    button:hover{text-decoration:underline}
    [aria-sort=ascending] button::after{content:" \\2191"}
    [aria-sort=descending] button::after{content:" \\2193"}
    .bar{display:block;height:.4rem;margin-top:.2rem;background:var(--box)}
    .bar i{display:block;height:100%;background:var(--bar)}
    .strips{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr));gap:1.75rem 2rem}
    .strips>section{min-width:0}
    .strips p{margin:.1rem 0 .4rem;font-size:.875rem;overflow-wrap:anywhere}
    svg{display:block;width:100%;background:var(--box)}
    .bars{height:4rem}
    .tall{height:10rem}
    .groups{height:.75rem}
    .bars path{stroke:var(--bar);stroke-width:.8}
    .bars .full{stroke:var(--pale)}
    .bars .median{stroke:var(--text);stroke-width:1px;stroke-dasharray:4 3;vector-effect:non-scaling-stroke}
    .groups path{stroke:var(--bar);stroke-width:10}
    .axis{display:flex;justify-content:space-between;font-size:.8125rem}
    summary{color:var(--link);font-size:.875rem;cursor:pointer}
    footer{margin-top:2.5rem;border-top:1px solid var(--line);font-size:.875rem}
    @media (max-width:30rem){dl{display:block}dd{margin-bottom:.5rem}.map{min-height:24rem}}
    @media print{:root{color-scheme:light;font-size:11px}
    body{max-width:none;padding:0}
    *{print-color-adjust:exact}
    nav,.skip{display:none}
    .scroll{overflow:visible}
    tfoot{display:table-row-group}
    h2,h3{break-after:avoid}
    tr,#state,.strips>section,.remarks li{break-inside:avoid}}
    """
}
