import { inflateSync } from 'node:zlib'
import type { ElementHandle, Page } from '@playwright/test'
import type { Bridge, CallName, Input, Output } from '../../../src/shared/contract/index.ts'
import { unpackReply } from '../../../src/shared/domain/reply.ts'
import type { CanvasDocument, DocumentState } from '../../../src/shared/domain/canvas-document.ts'
import { samplingSurfaceId, tilePx } from '../../../src/shared/domain/surfaces.ts'
import type { DroppedHandle } from '../../../src/shared/domain/file-handles.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { unpackIds } from '../../../src/shared/domain/packed-ids.ts'
import type { Size } from '../../../src/shared/util/geometry.ts'

/** Calls main as the window does: through the real bridge, with the real checks. */
export async function call<K extends CallName>(page: Page, name: K, input: Input<K>): Promise<Output<K>> {
  const packed = await page.evaluate(
    ([route, body]) => {
      const { bridge } = globalThis as unknown as { bridge: Bridge }
      return bridge.call(route, body, crypto.randomUUID())
    },
    [name, input] as const,
  )
  const reply = unpackReply(packed)
  if (!reply.ok) throw new Error(`${name}: ${reply.error.code}: ${reply.error.message}`)
  return reply.value as Output<K>
}

/** Handles for files that a user picks in the window: script alone cannot get them. */
export async function handlesOf(page: Page, paths: readonly string[]): Promise<DroppedHandle[]> {
  const picker = await addPicker(page)
  const handles = await pickFiles(picker, paths)
  await picker.evaluate((input) => input.remove())
  await picker.dispose()
  return handles
}

/** A field for files, for `pickFiles`. Chromium keeps each one in which Playwright has set files. */
export async function addPicker(page: Page): Promise<ElementHandle<HTMLInputElement>> {
  return page.evaluateHandle(() => {
    const input = document.createElement('input')
    Object.assign(input, { type: 'file', multiple: true, hidden: true })
    document.body.append(input)
    return input
  })
}

export async function pickFiles(
  picker: ElementHandle<HTMLInputElement>,
  paths: readonly string[],
): Promise<DroppedHandle[]> {
  await picker.setInputFiles([...paths])
  const reply = await picker.evaluate(async (input) => {
    const { bridge } = globalThis as unknown as { bridge: Bridge }
    return bridge.handlesOf([...(input.files ?? [])])
  })
  if (!reply.ok) throw new Error(`handlesOf: ${reply.error.message}`)
  return reply.value.map((handle) => {
    if (handle === null) throw new Error('a picked file has no path')
    return handle
  })
}

/** Imports files as a drop does. */
export async function importFiles(page: Page, paths: readonly string[]): Promise<Output<'library.importFiles'>> {
  return call(page, 'library.importFiles', { files: await handlesOf(page, paths) })
}

/** Every image in the library, newest first. */
export async function libraryIds(page: Page): Promise<AssetId[]> {
  const scope = { section: 'library', collectionId: null, query: '' } as const
  const { order } = await call(page, 'catalogue.find', {
    ...scope,
    sort: 'newest',
    isStacked: false,
    withShapes: false,
  })
  return unpackIds(order)
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

/** A paint layer at image resolution: red, green, blue, alpha. */
export interface PaintPixels {
  readonly widthPx: number
  readonly heightPx: number
  readonly data: Uint8Array
  at(x: number, y: number): readonly [number, number, number, number]
}

/** An open document as it is on disk. */
export interface StoredDocument {
  readonly state: DocumentState
  /** A mask, or the sampling area. */
  coverage(id: string): MaskPixels
  paint(id: string): PaintPixels
}

interface StoredPart {
  readonly surfaceId: string
  readonly column: number
  readonly row: number
  readonly pixels: Buffer
}

export async function readDocument(page: Page, { id }: CanvasDocument): Promise<StoredDocument> {
  // Binary data does not survive `evaluate`: tiles are returned as base64.
  const { state, tiles } = await page.evaluate(async (documentId) => {
    const { bridge } = globalThis as unknown as { bridge: Bridge }
    const reply = await bridge.call('canvas.load', { id: documentId }, crypto.randomUUID())
    if (!('value' in reply)) throw new Error('no answer with tiles')
    const loaded = reply.value as Output<'canvas.load'>
    const painted = loaded.tiles.flatMap(({ surfaceId, column, row, deflated }) => {
      if (deflated === null) return []
      const base64 = btoa(Array.from(deflated, (byte) => String.fromCharCode(byte)).join(''))
      return [{ surfaceId, column, row, base64 }]
    })
    return { state: loaded.state, tiles: painted }
  }, id)
  const parts = tiles.map(({ base64, ...tile }) => ({ ...tile, pixels: inflateSync(Buffer.from(base64, 'base64')) }))
  return {
    state,
    coverage: (surfaceId) => toMask(state.size, joinTiles(parts, surfaceId, state.size, 1)),
    paint: (surfaceId) => toPaint(state.size, joinTiles(parts, surfaceId, state.size, 4)),
  }
}

/** What tests read: the first mask of a document, or its sampling area. */
export type PaintedSurface = 'mask' | 'sampling'

/** The first mask, or the sampling area, as it is on disk. */
export async function readMask(
  page: Page,
  document: CanvasDocument,
  surface: PaintedSurface = 'mask',
): Promise<MaskPixels> {
  const { state, coverage } = await readDocument(page, document)
  return coverage(surface === 'mask' ? (state.masks[0]?.id ?? '') : samplingSurfaceId)
}

function joinTiles(
  parts: readonly StoredPart[],
  surfaceId: string,
  { widthPx, heightPx }: Size,
  channels: 1 | 4,
): Uint8Array {
  const data = new Uint8Array(widthPx * heightPx * channels)
  for (const { column, row, pixels } of parts.filter((part) => part.surfaceId === surfaceId)) {
    const left = column * tilePx
    const top = row * tilePx
    const width = Math.min(tilePx, widthPx - left)
    for (let y = 0; y < tilePx && top + y < heightPx; y += 1) {
      const line = pixels.subarray(y * tilePx * channels, (y * tilePx + width) * channels)
      data.set(line, ((top + y) * widthPx + left) * channels)
    }
  }
  return data
}

function toMask({ widthPx, heightPx }: Size, data: Uint8Array): MaskPixels {
  return {
    widthPx,
    heightPx,
    data,
    at: (x, y) => data[y * widthPx + x] ?? 0,
    painted: data.reduce((count, value) => count + (value > 0 ? 1 : 0), 0),
  }
}

function toPaint({ widthPx, heightPx }: Size, data: Uint8Array): PaintPixels {
  const at = (x: number, y: number) => {
    const offset = (y * widthPx + x) * 4
    return [data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0, data[offset + 3] ?? 0] as const
  }
  return { widthPx, heightPx, data, at }
}

/** The document the window shows. */
export async function activeDocument(page: Page): Promise<CanvasDocument> {
  const documents = await call(page, 'canvas.documents', {})
  const active = documents.find((document) => document.isActive)
  if (active === undefined) throw new Error('no image is open')
  return active
}
