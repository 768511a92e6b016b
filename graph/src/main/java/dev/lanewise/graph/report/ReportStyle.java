package dev.lanewise.graph.report;

/** How a {@link ReportPage} looks: on light and dark screens, wide and narrow ones. */
final class ReportStyle {
  /** The chosen section is the target of the page's address, the first one if there is none. */
  static final String CSS =
      """
      :root {
        color-scheme: light dark;
        --page: #ffffff; --panel: #f5f6f8; --line: #c9ced6; --text: #1b1f24; --dim: #59636e;
        --link: #0b57a4; --focus: #0b57a4;
        --parameter: #dcebfa; --constant: #ececf0; --node: #ffffff; --result: #dcf2dd;
        --edge: #6e7781; --arrow: #9aa2ad;
        --added: #fff0b8; --added-edge: #8a6100; --removed: #ffe0db; --removed-edge: #b3261e;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --page: #14171b; --panel: #1d2127; --line: #3c444e; --text: #e7eaee; --dim: #a3adb8;
          --link: #7db7f5; --focus: #7db7f5;
          --parameter: #1d3b5a; --constant: #2b2f36; --node: #1f242b; --result: #1f4226;
          --edge: #8b949e; --arrow: #616b77;
          --added: #4f3f0a; --added-edge: #f0c649; --removed: #5a211c; --removed-edge: #ff8a80;
        }
      }
      * { box-sizing: border-box }
      body {
        margin: 0; background: var(--page); color: var(--text);
        font: 15px/1.5 system-ui, sans-serif; display: grid;
        grid-template-columns: minmax(17rem, 23rem) minmax(0, 1fr); min-height: 100vh;
      }
      header { grid-column: 1 / -1; padding: 1rem 1.5rem; border-bottom: 1px solid var(--line) }
      h1 { font-size: 1.25rem; margin: 0; overflow-wrap: anywhere }
      h2 { font-size: 1.1rem; margin: 0 0 .25rem }
      p { margin: .25rem 0 .75rem }
      .dim { color: var(--dim) }
      nav { padding: 1rem; border-right: 1px solid var(--line); background: var(--panel) }
      nav ol { list-style: none; margin: 0; padding: 0; position: sticky; top: 1rem;
        max-height: calc(100vh - 2rem); overflow: auto }
      nav a { display: flex; justify-content: space-between; gap: .75rem; padding: .35rem .6rem;
        border-radius: .4rem; color: var(--text); text-decoration: none }
      nav a span { opacity: .8; white-space: nowrap; font-variant-numeric: tabular-nums }
      nav a:hover { background: var(--line) }
      main { padding: 1rem 1.5rem 3rem; min-width: 0 }
      main > section { display: none; scroll-margin-top: 100vh }
      main > section:target, main:not(:has(> section:target)) > section:first-child {
        display: block }
      a { color: var(--link) }
      a:focus-visible, summary:focus-visible, .scroll:focus-visible {
        outline: 3px solid var(--focus); outline-offset: 2px }
      .steps { display: flex; gap: 1.25rem; margin: 0 0 .75rem }
      details { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 1rem }
      summary { padding: .5rem .9rem; cursor: pointer; background: var(--panel);
        border-radius: .5rem }
      .note { padding: .5rem .9rem; margin: 0; border-top: 1px solid var(--line) }
      .scroll { overflow: auto; max-height: 80vh; border-top: 1px solid var(--line) }
      section > .scroll { border: 1px solid var(--line); border-radius: .5rem }
      pre { margin: 0; padding: .75rem .9rem; font: 13px/1.45 ui-monospace, Menlo, Consolas,
        monospace; tab-size: 2 }
      .after span.marked { background: var(--added) }
      .before span.marked { background: var(--removed) }
      .key { display: inline-block; width: .9rem; height: .9rem; border-radius: .2rem;
        border: 2px solid; vertical-align: -.1rem }
      .key.added { background: var(--added); border-color: var(--added-edge) }
      .key.removed { background: var(--removed); border-color: var(--removed-edge) }
      svg.graph { display: block; margin: 0 auto }
      .graph text { font: 12px ui-monospace, Menlo, Consolas, monospace; text-anchor: middle;
        fill: var(--text) }
      .graph .type { font-size: 10px; fill: var(--dim) }
      .graph rect { stroke: var(--edge); rx: 5px }
      .graph .parameter { fill: var(--parameter) } .graph .constant { fill: var(--constant) }
      .graph .node { fill: var(--node) } .graph .result { fill: var(--result) }
      .graph path { fill: none; stroke: var(--arrow) }
      .after rect.marked { fill: var(--added); stroke: var(--added-edge); stroke-width: 2.5px }
      .before rect.marked { fill: var(--removed); stroke: var(--removed-edge); stroke-width: 2.5px }
      @media (max-width: 50rem) {
        body { grid-template-columns: minmax(0, 1fr); grid-template-rows: auto auto 1fr }
        header { padding: .75rem 1rem }
        nav { border-right: 0; border-bottom: 1px solid var(--line); padding: .5rem }
        nav ol { position: static; max-height: 11rem }
        nav a { padding: .5rem .6rem }
        main { padding: 1rem 1rem 3rem }
        main > section { scroll-margin-top: .5rem }
        .scroll { max-height: 70vh }
      }
      """;

  private ReportStyle() {}

  /** The rule that shows in the list which of some sections is the chosen one. */
  static String chosen(int sections) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < sections; i++) {
      out.append("body:has(#s%d:target) nav a[href=\"#s%d\"],\n".formatted(i, i));
    }
    return out.append("body:not(:has(section:target)) nav a[href=\"#s0\"] ")
        .append("{ background: var(--link); color: var(--page) }\n")
        .toString();
  }
}
