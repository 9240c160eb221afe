/** Follows the reader's theme; readable without scripts and on paper. */
export const css = `:root { color-scheme: light dark; --text: #1a1a1d; --muted: #56565e; --line: #d0d0d5; --page: #fff; --side: #f4f4f5; --link: #2252c2; }
@media (prefers-color-scheme: dark) { :root { --text: #e8e8ea; --muted: #9a9aa2; --line: #343438; --page: #161617; --side: #1e1e20; --link: #82abff; } }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template: auto 1fr / 260px minmax(0, 1fr); grid-template-areas: "pages top" "pages main"; min-height: 100vh; font: 16px/1.6 system-ui, sans-serif; color: var(--text); background: var(--page); }
header { grid-area: top; display: none; }
nav { grid-area: pages; display: flex; flex-direction: column; padding: 24px; background: var(--side); border-right: 1px solid var(--line); font-size: 14px; }
nav h2 { margin: 20px 0 4px; font-size: 13px; color: var(--muted); }
nav a { padding: 2px 0; color: var(--text); text-decoration: none; }
nav a:hover, nav a[aria-current] { text-decoration: underline; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.home { font-weight: 600; font-size: 18px; }
main { grid-area: main; padding: 32px 48px 80px; max-width: 960px; }
main a, header a { color: var(--link); }
h1 { font-size: 28px; } h2 { margin-top: 32px; font-size: 20px; } h3 { margin-top: 24px; font-size: 16px; }
table { border-collapse: collapse; display: block; overflow-x: auto; font-size: 14px; }
th, td { min-width: 56px; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
code { padding: 1px 4px; border-radius: 4px; background: var(--side); font-size: 0.9em; }
pre { padding: 12px; border-radius: 6px; background: var(--side); overflow-x: auto; } pre code { padding: 0; }
img { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px; }
li { margin: 4px 0; }
.languages a { margin-right: 12px; font-size: 14px; }
@media (max-width: 700px) {
  body { display: block; }
  header { display: flex; align-items: baseline; justify-content: space-between; padding: 12px 20px; border-bottom: 1px solid var(--line); }
  header .home { color: var(--text); text-decoration: none; }
  main { padding: 8px 20px 40px; }
  h1 { font-size: 24px; line-height: 1.3; }
  nav { border: 0; border-top: 1px solid var(--line); }
  nav a { padding: 8px 0; }
}
@media print { header, nav { display: none; } body { display: block; } }
`
