import { readFileSync } from 'node:fs'
import type { BrowserWindow } from 'electron'
import type { Logger } from '../platform/logger.ts'
import { writeFileAtomic } from '../platform/pure/atomic-file.ts'
import { windowBoundsSchema, type WindowBounds } from './window-bounds.ts'

/** Read before the window exists, so it waits for the disk: one small file. Null at the first start. */
export function recallBounds(path: string): WindowBounds | null {
  try {
    return windowBoundsSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

const quietMs = 500

/** Writes where the window is whenever it has rested for a moment, and when it closes. */
export function rememberBounds(window: BrowserWindow, path: string, logger: Logger): void {
  let timer: NodeJS.Timeout | null = null
  let writing = Promise.resolve()

  function save(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const bounds: WindowBounds = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
    writing = writing
      .then(() => writeFileAtomic(path, JSON.stringify(bounds)))
      .catch((thrown: unknown) => logger.warn('window.bounds-not-saved', { error: thrown }))
  }
  function saveSoon(): void {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(save, quietMs)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('close', save)
}
