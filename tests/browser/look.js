// What a page looks like to a visitor: whether it has settled, what is wrong with it, what it draws.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const charts = '[data-testid="stVegaLiteChart"], [data-testid="stPlotlyChart"]';
  const picture = "svg.marks, canvas.marks, .js-plotly-plot .main-svg";
  const marks = [
    "g.role-mark:not(.mark-group) > *",
    ".trace:not(.legend *) :is(path, rect, circle)",
    ".heatmaplayer image",
  ].join();
  let quietSince = null;

  const visible = (element) => element.getClientRects().length > 0;
  const hasSize = (mark) => {
    const box = mark.getBoundingClientRect();
    return box.width + box.height > 0.5 && Number.isFinite(box.width);
  };
  const drawn = (chart) => [...chart.querySelectorAll(marks)].filter(hasSize).length;

  const isQuiet = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    return (
      app?.dataset.testScriptState === "notRunning" &&
      app.dataset.testConnectionState === "CONNECTED" &&
      !document.querySelector('[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]') &&
      document.querySelector('[data-testid="stMainBlockContainer"]')?.innerText.trim() &&
      all(charts).filter(visible).every((chart) => chart.querySelector(picture))
    );
  };

  window.tandem = {
    // True once the page has been at rest for so many milliseconds.
    settled(milliseconds) {
      if (!isQuiet()) quietSince = null;
      else quietSince ??= performance.now();
      return quietSince !== null && performance.now() - quietSince >= milliseconds;
    },
    charts: () => all(charts).filter(visible).map((chart) => ({
      name: chart.closest('[data-testid="stVerticalBlock"]')?.innerText.split("\n")[0] ?? "",
      marks: drawn(chart),
    })),
    errors: () =>
      all('[data-testid="stException"], [data-testid="stAlertContentError"]')
        .filter(visible).map((box) => box.innerText),
    // Whatever is wider than its place on the page and lets the visitor scroll sideways.
    sideways: () =>
      [document.documentElement, ...all('[data-testid="stMain"], [data-testid="stAppViewContainer"]')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1)
        .map((element) => `${element.dataset.testid ?? "page"}: ${element.scrollWidth} px in ${element.clientWidth}`),
    cutFigures: () =>
      all('[data-testid="stMetricValue"] *')
        .filter((figure) => figure.scrollWidth > figure.clientWidth + 1 && figure.clientWidth > 0)
        .map((figure) => figure.innerText),
    text: () => document.querySelector('[data-testid="stMainBlockContainer"]').innerText,
    height: () => document.querySelector('[data-testid="stMain"]').scrollHeight,
  };
})();
