import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { projectRoot } from '../../setup/project.mjs'

const samples = join(projectRoot, 'resources', 'samples')

/** A part of a sample photograph, three times as large: left, top, width and height in its pixels. */
export function crop(
  sample: 'coffee' | 'chelsea',
  [left, top, width, height]: readonly [number, number, number, number],
): Promise<Uint8Array> {
  return sharp(join(samples, `${sample}.png`))
    .extract({ left, top, width, height })
    .resize({ width: width * 3 })
    .png()
    .toBuffer()
}

/** Colors of a landscape: sky above and at the horizon, the sun, hills from far to near. */
interface Palette {
  readonly sky: readonly [string, string]
  readonly sun: string
  readonly hills: readonly [string, string, string]
}

export const palettes = {
  dusk: { sky: ['#2b2f6b', '#f29c6b'], sun: '#ffe0b0', hills: ['#7a5a86', '#4b3c69', '#241f41'] },
  dawn: { sky: ['#86b9d8', '#fbe6c8'], sun: '#fff6dc', hills: ['#8fb0b4', '#5f8a86', '#2f5a57'] },
  storm: { sky: ['#3b4650', '#a9b2b3'], sun: '#dfe3e0', hills: ['#75807f', '#4f5a5b', '#2b3335'] },
  night: { sky: ['#0b1030', '#31406f'], sun: '#eef2ff', hills: ['#26335c', '#182244', '#0c132b'] },
} as const satisfies Record<string, Palette>

/** A lighthouse on a coast, drawn: what the played services send back for a prompt. */
export function drawCoast({ sky, sun, hills }: Palette, sunX: number): Promise<Uint8Array> {
  return render(`<svg xmlns="http://www.w3.org/2000/svg" width="1024" height="1024" viewBox="0 0 1024 1024">
<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${sky[0]}"/><stop offset="1" stop-color="${sky[1]}"/></linearGradient></defs>
<rect width="1024" height="1024" fill="url(#s)"/>
<circle cx="${sunX}" cy="470" r="86" fill="${sun}"/>
<path d="M0 620 Q 200 520 420 610 T 1024 560 V1024 H0 Z" fill="${hills[0]}"/>
<path d="M0 720 Q 300 640 560 730 T 1024 690 V1024 H0 Z" fill="${hills[1]}"/>
<path d="M0 860 Q 240 780 470 850 T 1024 880 V1024 H0 Z" fill="${hills[2]}"/>
<path d="M726 850 L742 470 H798 L814 850 Z" fill="#f4f1ea"/>
<path d="M735 640 H805 L802 560 H738 Z" fill="#b8402f"/>
<rect x="734" y="432" width="72" height="40" fill="#fff3b8"/><path d="M726 432 L770 388 L814 432 Z" fill="#b8402f"/>
<path d="M734 440 L0 350 V450 L734 464 Z" fill="#fff3b8" opacity="0.25"/>
</svg>`)
}

/** A red vase on a table, with a price sticker in the corner if asked for: 900 × 900. */
export function drawVase(shape: number, hasSticker = false): Promise<Uint8Array> {
  const [neck = 0, belly = 0, height = 0] = vases[shape % vases.length] ?? []
  const top = 720 - height
  const outline = `M${450 - neck} ${top} C ${450 - neck} ${top + height * 0.3} ${450 - belly} ${top + height * 0.35} ${450 - belly} ${top + height * 0.62} C ${450 - belly} ${top + height * 0.9} ${450 - neck - 14} 720 ${450 - neck - 14} 720 H${450 + neck + 14} C ${450 + neck + 14} 720 ${450 + belly} ${top + height * 0.9} ${450 + belly} ${top + height * 0.62} C ${450 + belly} ${top + height * 0.35} ${450 + neck} ${top + height * 0.3} ${450 + neck} ${top} Z`
  const sticker = hasSticker
    ? '<g transform="rotate(-8 770 130)"><rect x="690" y="86" width="160" height="88" rx="10" fill="#f2c230"/><rect x="712" y="108" width="116" height="12" fill="#3a3110"/><rect x="712" y="134" width="70" height="16" fill="#3a3110"/></g>'
    : ''
  return render(`<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900" viewBox="0 0 900 900">
<defs><linearGradient id="v" x1="0" x2="1"><stop offset="0" stop-color="#a51717"/><stop offset="0.35" stop-color="#ee4436"/><stop offset="1" stop-color="#7d0f12"/></linearGradient>
<linearGradient id="w" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#93a5b4"/><stop offset="1" stop-color="#b9c5cd"/></linearGradient></defs>
<rect width="900" height="900" fill="url(#w)"/><rect y="660" width="900" height="240" fill="#6f7f8c"/>
<ellipse cx="480" cy="722" rx="${belly + 50}" ry="26" fill="#4c5964"/>
<path d="${outline}" fill="url(#v)"/><ellipse cx="450" cy="${top}" rx="${neck}" ry="${Math.round(neck / 4)}" fill="#8e1518"/>${sticker}
</svg>`)
}

/** Half the width of the neck and of the belly, and the height, in pixels. */
const vases = [
  [60, 170, 430],
  [38, 120, 520],
  [90, 190, 330],
  [50, 210, 380],
  [30, 90, 560],
  [80, 140, 470],
] as const

function render(svg: string): Promise<Uint8Array> {
  return sharp(Buffer.from(svg)).png().toBuffer()
}
