/** Images that can be sampled between pixels: encoded sRGB from 0 to 255 at any point. */
export interface Scene {
  readonly name: string
  colorAt(x: number, y: number): readonly [red: number, green: number, blue: number]
}

export interface Tint {
  readonly name: string
  readonly gain: readonly [red: number, green: number, blue: number]
  readonly offset: number
}

export interface Pixels {
  readonly widthPx: number
  readonly heightPx: number
  readonly rgba: Uint8Array
}

export const scenes: readonly Scene[] = [
  {
    name: 'hills under a sky',
    colorAt: (x, y) => {
      const ridge = 260 + 90 * noise(x / 190, 3) + 30 * noise(x / 47, 9)
      if (y < ridge) return [120 + y / 5, 160 + y / 7, 225 - y / 30]
      const grass = 38 * cloud(x / 9, y / 6) + 24 * cloud(x / 60, y / 50)
      return [84 + grass, 112 + 1.2 * grass, 52 + grass / 2]
    },
  },
  {
    name: 'brick wall',
    colorAt: (x, y) => {
      const row = Math.floor(y / 34)
      const along = x + (row & 1) * 44
      const inX = along - Math.floor(along / 88) * 88
      const inY = y - row * 34
      const mortar = Math.max(soft(4 - inX), soft(inX - 84), soft(4 - inY), soft(inY - 30))
      const brick = 30 * noise(Math.floor(along / 88) * 1.7, row) + 14 * cloud(x / 5, y / 5)
      return [mix(150 + brick, 188, mortar), mix(74 + brick, 182, mortar), mix(56 + brick, 172, mortar)]
    },
  },
  {
    name: 'soft shapes',
    colorAt: (x, y) => {
      const blob = (cx: number, cy: number, r: number): number => Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (r * r))
      const light = 70 + x / 9 + 90 * blob(250, 260, 170) + 60 * blob(560, 500, 120) + 5 * cloud(x / 4, y / 4)
      return [light + 30 * blob(420, 320, 190), light - 18, light - 34 + 70 * blob(180, 590, 150)]
    },
  },
  {
    name: 'printed page',
    colorAt: (x, y) => {
      const line = y - Math.floor(y / 26) * 26
      const letter = noise(Math.floor(x / 7) * 3.1, Math.floor(y / 26) * 5.3)
      const stroke = soft(line - 8) * soft(20 - line) * soft(6 * letter - 1 + 2.5 * noise(x / 3, Math.floor(y / 26)))
      const paper = 232 + 6 * cloud(x / 80, y / 80)
      return [mix(paper, 40, stroke), mix(paper - 4, 38, stroke), mix(paper - 14, 44, stroke)]
    },
  },
]

export const tints: readonly Tint[] = [
  { name: 'as it is', gain: [1, 1, 1], offset: 0 },
  { name: 'warm', gain: [1.08, 1, 0.92], offset: 0 },
  { name: 'dark', gain: [0.88, 0.9, 0.93], offset: -4 },
  { name: 'pale', gain: [0.9, 0.9, 0.9], offset: 22 },
]

/** Renders a simulated model response: the scene shifted, recolored, and with slight noise of its own. */
export function renderScene(
  scene: Scene,
  sidePx: number,
  move: readonly [number, number],
  tint: Tint,
  grain: number,
): Pixels {
  const rgba = new Uint8Array(sidePx * sidePx * 4)
  for (let y = 0, at = 0; y < sidePx; y++) {
    for (let x = 0; x < sidePx; x++, at += 4) {
      const color = scene.colorAt(x + 0.5 - move[0], y + 0.5 - move[1])
      const speck = grain * (hash(x, y, 77) + hash(x, y, 78) - 1) * 2.4
      for (let channel = 0; channel < 3; channel++) {
        const value = color[channel]! * tint.gain[channel]! + tint.offset + speck
        rgba[at + channel] = Math.max(0, Math.min(255, Math.round(value)))
      }
      rgba[at + 3] = 255
    }
  }
  return { widthPx: sidePx, heightPx: sidePx, rgba }
}

function soft(distance: number): number {
  const t = Math.max(0, Math.min(1, distance / 2 + 0.5))
  return t * t * (3 - 2 * t)
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share
}

/** Smooth noise in four octaves, about −1 to 1. */
function cloud(x: number, y: number): number {
  let [sum, size] = [0, 0.55]
  for (let octave = 0; octave < 4; octave++) {
    sum += size * noise(x * 2 ** octave, y * 2 ** octave)
    size /= 1.8
  }
  return sum
}

/** Value noise, −1 to 1. */
function noise(x: number, y: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)]
  const [u, v] = [ease(x - column), ease(y - row)]
  const upper = mix(hash(column, row, 1), hash(column + 1, row, 1), u)
  const lower = mix(hash(column, row + 1, 1), hash(column + 1, row + 1, 1), u)
  return mix(upper, lower, v) * 2 - 1
}

function ease(t: number): number {
  return t * t * (3 - 2 * t)
}

/** 0 to 1. */
function hash(x: number, y: number, salt: number): number {
  let h = Math.imul(Math.floor(x) ^ 0x9e3779b1, 0x85ebca6b) ^ Math.imul(Math.floor(y) + salt * 7919, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296
}
