/** Follows the reader's theme; readable without scripts and on paper. */
export const css = `:root { color-scheme: light dark; --text: #1a1a1d; --muted: #56565e; --line: #d0d0d5; --page: #fff; --side: #f4f4f5; --link: #2252c2; }
@media (prefers-color-scheme: dark) { :root { --text: #e8e8ea; --muted: #9a9aa2; --line: #343438; --page: #161617; --side: #1e1e20; --link: #82abff; } }
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 260px minmax(0, 1fr); min-height: 100vh; font: 16px/1.6 system-ui, sans-serif; color: var(--text); background: var(--page); }
nav { display: flex; flex-direction: column; padding: 24px; background: var(--side); border-right: 1px solid var(--line); font-size: 14px; }
nav h2 { margin: 20px 0 4px; font-size: 13px; color: var(--muted); }
nav a { padding: 2px 0; color: var(--text); text-decoration: none; }
nav a:hover, nav a[aria-current] { text-decoration: underline; }
nav .home { font-weight: 600; font-size: 18px; }
main { padding: 32px 48px 80px; max-width: 900px; }
main a { color: var(--link); }
h1 { font-size: 28px; } h2 { margin-top: 32px; font-size: 20px; } h3 { margin-top: 24px; font-size: 16px; }
table { border-collapse: collapse; display: block; overflow-x: auto; font-size: 14px; }
th, td { padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
code { padding: 1px 4px; border-radius: 4px; background: var(--side); font-size: 0.9em; }
pre { padding: 12px; border-radius: 6px; background: var(--side); overflow-x: auto; } pre code { padding: 0; }
img { max-width: 100%; }
.languages a { margin-right: 12px; font-size: 14px; }
@media (max-width: 700px) { body { display: block; } main { padding: 24px; } nav { border: 0; } }
`
