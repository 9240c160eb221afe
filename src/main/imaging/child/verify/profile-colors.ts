import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharp } from '../source/sharp-engine.ts'

/** Converts sRGB colors to another color space. */
export interface ProfileColors {
  /** Converts planes of encoded values from 0 to 255, of equal length, in place. */
  convert(red: Float32Array, green: Float32Array, blue: Float32Array): Promise<void>
}

/**
 * Linear sRGB to linear Display P3, both D65 (CSS Color 4, section 17). libvips assumes that 16-bit images are in
 * Display P3 when it converts them to another profile.
 */
const srgbToP3 = [0.8224621, 0.177538, 0, 0.0331941, 0.9668058, 0, 0.0170827, 0.0723974, 0.9105199] as const

const steps = 4096

/** Calls `work` with the converter of a profile; null if there is no profile or it cannot be used. */
export async function withProfile<T>(
  profile: Uint8Array | null,
  work: (colors: ProfileColors | null) => Promise<T>,
): Promise<T> {
  if (profile === null) return work(null)
  const folder = await mkdtemp(join(tmpdir(), 'atelier-profile-'))
  try {
    const path = join(folder, 'profile.icc')
    await writeFile(path, profile)
    if (!(await isUsable(path))) return await work(null)
    return await work({ convert: (red, green, blue) => convertPlanes(path, red, green, blue) })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * libvips leaves colors unchanged if it cannot use a profile. The image was then shown without the profile too, so its
 * values count as sRGB.
 */
async function isUsable(path: string): Promise<boolean> {
  const colors = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 200, 90, 60)
  const raw = { width: 4, height: 1, channels: 3 as const }
  const converted = await sharp(colors, { raw }).withIccProfile(path, { attach: false }).raw().toBuffer()
  return !converted.equals(colors)
}

async function convertPlanes(path: string, red: Float32Array, green: Float32Array, blue: Float32Array): Promise<void> {
  const pixels = red.length
  if (pixels === 0) return
  const numbers = toWideNumbers(red, green, blue)
  // A single long row would be slow, and libvips limits the length of a row.
  const width = Math.min(pixels, 4096)
  const height = Math.ceil(pixels / width)
  const padded = new Uint16Array(width * height * 3)
  padded.set(numbers)
  const converted = await sharp(padded, { raw: { width, height, channels: 3 } })
    .toColourspace('rgb16')
    .withIccProfile(path, { attach: false })
    .raw({ depth: 'ushort' })
    .toBuffer()
  const bytes = Uint8Array.from(converted)
  const values = new Uint16Array(bytes.buffer)
  for (let n = 0, at = 0; n < pixels; n++, at += 3) {
    red[n] = values[at]! / 257
    green[n] = values[at + 1]! / 257
    blue[n] = values[at + 2]! / 257
  }
}

function toWideNumbers(red: Float32Array, green: Float32Array, blue: Float32Array): Uint16Array {
  const linear = Float32Array.from({ length: steps + 2 }, (_, n) => srgbToLinear(Math.min(1, n / steps)))
  const encoded = Float32Array.from({ length: steps + 2 }, (_, n) => linearToSrgb(Math.min(1, n / steps)) * 65_535)
  const numbers = new Uint16Array(red.length * 3)
  for (let n = 0, at = 0; n < red.length; n++, at += 3) {
    const r = lookUp(linear, red[n]! / 255)
    const g = lookUp(linear, green[n]! / 255)
    const b = lookUp(linear, blue[n]! / 255)
    for (let row = 0; row < 3; row++) {
      const mixed = srgbToP3[row * 3]! * r + srgbToP3[row * 3 + 1]! * g + srgbToP3[row * 3 + 2]! * b
      numbers[at + row] = lookUp(encoded, mixed) + 0.5
    }
  }
  return numbers
}

function lookUp(table: Float32Array, value: number): number {
  const position = Math.max(0, Math.min(1, value)) * steps
  const low = Math.floor(position)
  return table[low]! + (table[low + 1]! - table[low]!) * (position - low)
}

function srgbToLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function linearToSrgb(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055
}
