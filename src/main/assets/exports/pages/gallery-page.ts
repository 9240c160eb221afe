import { escapeHtml } from './escape-html.ts'

export interface PagePicture {
  /** Below the page's folder, with forward slashes. */
  readonly file: string
  readonly thumbnail: string
  readonly widthPx: number
  readonly heightPx: number
  readonly caption: string
  /** What there is to see, for who cannot see it. */
  readonly alt: string
}

const style = `
:root { color-scheme: light dark; --back: light-dark(#f6f6f4, #161618); --text: light-dark(#222, #e6e6e6); --quiet: light-dark(#5c5c5c, #a2a2a6); }
* { box-sizing: border-box; margin: 0; }
body { padding: clamp(14px, 3vw, 32px); background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { margin-bottom: 18px; font-size: 22px; font-weight: 600; overflow-wrap: anywhere; }
main { display: flex; flex-wrap: wrap; gap: clamp(10px, 1.5vw, 20px); }
main::after { content: ''; flex: 1000000 1 0; }
figure { flex: var(--ratio) 1 calc(var(--ratio) * clamp(150px, 18vw, 280px)); min-width: min(120px, 100%); max-width: 100%; }
figure a { display: block; border-radius: 6px; }
a:focus-visible, button:focus-visible { outline: 3px solid #5b8def; outline-offset: 2px; }
img { display: block; }
main img { width: 100%; height: auto; aspect-ratio: var(--ratio); border-radius: 6px; object-fit: contain; }
figcaption { padding-top: 6px; color: var(--quiet); font-size: 13px; overflow-wrap: anywhere; }
html:has(dialog[open]) { overflow: hidden; }
dialog { width: 100%; height: 100dvh; max-width: none; max-height: none; padding: 0; border: 0; background: #111; color: #eee; }
dialog[open] { display: grid; grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); }
dialog nav { display: flex; gap: 8px; padding: 8px; }
dialog button { min-width: 44px; min-height: 44px; padding: 0 14px; border: 0; border-radius: 6px; background: #2b2b2e; color: #fff; font: inherit; cursor: pointer; }
dialog button:hover { background: #3d3d42; }
dialog output { flex: 1; align-self: center; color: #b4b4b8; text-align: center; }
dialog img { width: 100%; height: 100%; object-fit: contain; touch-action: pinch-zoom; }
dialog p { max-height: 25dvh; padding: 10px 16px; overflow: auto; text-align: center; overflow-wrap: anywhere; }
dialog p:empty { display: none; }
`

/** Without it the links still lead to the pictures. */
const script = `
'use strict'
const links = [...document.querySelectorAll('main a')]
const dialog = document.querySelector('dialog')
const shown = dialog.insertBefore(document.createElement('img'), dialog.lastElementChild)
let at = 0
let touch = null
function show(index) {
  at = (index + links.length) % links.length
  shown.src = links[at].href
  shown.alt = links[at].firstElementChild.alt
  dialog.querySelector('p').textContent = links[at].parentElement.querySelector('figcaption')?.textContent ?? ''
  dialog.querySelector('output').textContent = (at + 1) + ' of ' + links.length
  if (!dialog.open) dialog.showModal()
}
links.forEach((link, index) => link.addEventListener('click', (event) => { event.preventDefault(); show(index) }))
dialog.addEventListener('close', () => links[at].focus())
document.getElementById('close').addEventListener('click', () => dialog.close())
document.getElementById('previous').addEventListener('click', () => show(at - 1))
document.getElementById('next').addEventListener('click', () => show(at + 1))
shown.addEventListener('touchstart', ({ touches }) => { touch = touches.length === 1 ? touches[0] : null })
shown.addEventListener('touchend', ({ changedTouches }) => {
  const across = touch === null ? 0 : changedTouches[0].clientX - touch.clientX
  touch = null
  if (Math.abs(across) > 50) show(at + (across < 0 ? 1 : -1))
})
document.addEventListener('keydown', (event) => {
  if (!dialog.open) return
  const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[event.key]
  if (step !== undefined) { event.preventDefault(); show(at + step) }
  if (event.key === 'Home') show(0)
  if (event.key === 'End') show(links.length - 1)
})
`

/** One page that needs nothing but the files beside it, by whatever way it is opened. */
export function galleryPage(title: string, pictures: readonly PagePicture[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<main>
${pictures.map((picture) => figure(picture)).join('\n')}
</main>
<dialog aria-label="Image">
<nav><button type="button" id="previous" aria-label="Previous">←</button><button type="button" id="next" aria-label="Next">→</button><output></output><button type="button" id="close" autofocus>Close</button></nav>
<p></p>
</dialog>
<script>${script}</script>
</body>
</html>
`
}

function figure({ file, thumbnail, widthPx, heightPx, caption, alt }: PagePicture): string {
  const image = `<img src="${address(thumbnail)}" alt="${escapeHtml(alt)}" width="${widthPx}" height="${heightPx}" loading="lazy">`
  const words = caption === '' ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`
  return `<figure style="--ratio: ${shownRatio(widthPx / heightPx)}"><a href="${address(file)}">${image}</a>${words}</figure>`
}

/** Ribbons and towers stand in a frame of a bearable shape. */
function shownRatio(ratio: number): string {
  return Math.min(3, Math.max(0.5, ratio)).toFixed(3)
}

/** A file's name may hold what means something in an address. */
function address(path: string): string {
  return escapeHtml(path.split('/').map(encodeURIComponent).join('/'))
}
