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
:root { color-scheme: light dark; --back: light-dark(#f6f6f4, #161618); --text: light-dark(#222, #e6e6e6); }
* { box-sizing: border-box; margin: 0; }
body { padding: 24px; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { margin-bottom: 20px; font-size: 22px; font-weight: 600; overflow-wrap: anywhere; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(260px, 100%), 1fr)); gap: 20px; }
figure a { display: block; border-radius: 6px; }
a:focus-visible, button:focus-visible { outline: 3px solid #5b8def; outline-offset: 3px; }
img { display: block; }
main img { width: 100%; height: auto; border-radius: 6px; }
figcaption { padding-top: 6px; font-size: 13px; overflow-wrap: anywhere; }
dialog { width: 100vw; height: 100vh; max-width: none; max-height: none; padding: 0; border: 0; background: #000d; color: #eee; }
dialog[open] { display: grid; grid-template: 1fr auto / 1fr; }
dialog img { width: 100%; height: 100%; min-height: 0; object-fit: contain; }
dialog p { padding: 10px 16px; text-align: center; overflow-wrap: anywhere; }
dialog button { position: absolute; top: 12px; padding: 6px 14px; border: 0; border-radius: 6px; background: #0009; color: #fff; font: inherit; }
#close { right: 12px; } #previous { left: 12px; } #next { left: 112px; }
`

/** Without it the links still lead to the pictures. */
const script = `
'use strict'
const links = [...document.querySelectorAll('main a')]
const dialog = document.querySelector('dialog')
const shown = dialog.querySelector('img')
let at = 0
function show(index) {
  at = (index + links.length) % links.length
  shown.src = links[at].href
  shown.alt = links[at].firstElementChild.alt
  dialog.querySelector('p').textContent = links[at].parentElement.querySelector('figcaption')?.textContent ?? ''
  if (!dialog.open) dialog.showModal()
}
links.forEach((link, index) => link.addEventListener('click', (event) => { event.preventDefault(); show(index) }))
dialog.addEventListener('close', () => links[at].focus())
document.getElementById('close').addEventListener('click', () => dialog.close())
document.getElementById('previous').addEventListener('click', () => show(at - 1))
document.getElementById('next').addEventListener('click', () => show(at + 1))
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
<dialog aria-label="Picture"><img alt=""><p></p><button id="previous">Previous</button><button id="next">Next</button><button id="close" autofocus>Close</button></dialog>
<script>${script}</script>
</body>
</html>
`
}

function figure({ file, thumbnail, widthPx, heightPx, caption, alt }: PagePicture): string {
  const image = `<img src="${address(thumbnail)}" alt="${escapeHtml(alt)}" width="${widthPx}" height="${heightPx}" loading="lazy">`
  const words = caption === '' ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`
  return `<figure><a href="${address(file)}">${image}</a>${words}</figure>`
}

/** A file's name may hold what means something in an address. */
function address(path: string): string {
  return escapeHtml(path.split('/').map(encodeURIComponent).join('/'))
}
