import { inflateSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import type { Bridge, CallName, Input, Output } from '../../../src/shared/contract/index.ts'
import { maskTilePx, type CanvasDocument } from '../../../src/shared/domain/canvas-document.ts'
import type { MaskLayer } from '../../../src/shared/domain/mask-layer.ts'

/** Calls main as the window does: through the real bridge, with the real checks. */
export async function call<K extends CallName>(page: Page, name: K, input: Input<K>): Promise<Output<K>> {
  const reply = await page.evaluate(
    ([route, body]) => {
      const { bridge } = globalThis as unknown as { bridge: Bridge }
      return bridge.call(route, body, crypto.randomUUID())
    },
    [name, input] as const,
  )
  if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`)
  return reply.value as Output<K>
}

/** An 8-bit mask at image resolution. */
export interface MaskPixels {
  readonly widthPx: number
  readonly heightPx: number
  readonly data: Uint8Array
  at(x: number, y: number): number
  /** How many pixels hold any paint. */
  readonly painted: number
}

/** The painted mask, or the sampling area, as it lies on disk. */
export async function readMask(page: Page, document: CanvasDocument, wanted: MaskLayer = 'mask'): Promise<MaskPixels> {
  // Binary data does not survive `evaluate`: tiles come as base64.
  const tiles = await page.evaluate(async (id) => {
    const { bridge } = globalThis as unknown as { bridge: Bridge }
    const reply = await bridge.call('canvas.loadMask', { id }, crypto.randomUUID())
    if (!reply.ok) throw new Error(reply.error.message)
    const stored = reply.value as { layer: string; column: number; row: number; deflated: Uint8Array | null }[]
    return stored.flatMap(({ layer, column, row, deflated }) => {
      if (deflated === null) return []
      return [{ layer, column, row, base64: btoa(Array.from(deflated, (byte) => String.fromCharCode(byte)).join('')) }]
    })
  }, document.id)
  const { widthPx, heightPx } = document
  const data = new Uint8Array(widthPx * heightPx)
  for (const { layer, column, row, base64 } of tiles) {
    if (layer !== wanted) continue
    placeTile(data, document, { column, row, pixels: inflateSync(Buffer.from(base64, 'base64')) })
  }
  return {
    widthPx,
    heightPx,
    data,
    at: (x, y) => data[y * widthPx + x] ?? 0,
    painted: data.reduce((count, value) => count + (value > 0 ? 1 : 0), 0),
  }
}

function placeTile(
  data: Uint8Array,
  { widthPx, heightPx }: CanvasDocument,
  { column, row, pixels }: { column: number; row: number; pixels: Buffer },
): void {
  const left = column * maskTilePx
  const top = row * maskTilePx
  const width = Math.min(maskTilePx, widthPx - left)
  for (let y = 0; y < maskTilePx && top + y < heightPx; y += 1) {
    const line = pixels.subarray(y * maskTilePx, y * maskTilePx + width)
    data.set(line, (top + y) * widthPx + left)
  }
}

/** The document the window shows. */
export async function activeDocument(page: Page): Promise<CanvasDocument> {
  const documents = await call(page, 'canvas.documents', {})
  const active = documents.find((document) => document.isActive)
  if (active === undefined) throw new Error('no picture is open')
  return active
}
