import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { BrowserWindow } from 'electron'
import type { Logger } from '../platform/logger.ts'
import { temporaryNameFor } from '../platform/pure/temporary-name.ts'
import { toWindowBounds, type WindowBounds } from './window-bounds.ts'

/** Read before the window exists, so it waits for the disk: one small file. Null at the first start. */
export function recallBounds(path: string): WindowBounds | null {
  try {
    return toWindowBounds(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return null
  }
}

const quietMs = 500

/** Writes where the window is whenever it has rested for a moment, and when it closes. */
export function rememberBounds(window: BrowserWindow, path: string, logger: Logger): void {
  let timer: NodeJS.Timeout | null = null
  let written = ''

  function save(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const bounds: WindowBounds = { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
    const text = JSON.stringify(bounds)
    if (text === written) return
    try {
      writeWhole(path, text)
      written = text
    } catch (thrown) {
      logger.warn('window.bounds-not-saved', { error: thrown })
    }
  }
  function saveSoon(): void {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(save, quietMs)
  }
  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('close', save)
}

/** At once and without a sync: sixty bytes that may be lost, and a program that is closing waits for nothing else. */
function writeWhole(path: string, text: string): void {
  const temporaryPath = temporaryNameFor(path)
  writeFileSync(temporaryPath, text)
  renameSync(temporaryPath, path)
}
