import type { ElectronApplication } from '@playwright/test'
import { rowOf, type Row } from '../report/row.ts'
import { withStudio, type StudioWindow } from './studio-window.ts'
import { traceWindow } from './window-trace.ts'

const size = { widthPx: 8_192, heightPx: 8_192 }

interface SaveRecord {
  readonly tiles: number
  readonly kilobytes: number
  /** Same clock as `Date.now()`. */
  readonly startedMs: number
  readonly endedMs: number
}

/** Measures from the end of a stroke until it is on disk, including the debounce delay. */
export async function savingRows(): Promise<Row[]> {
  return withStudio(async (window) => {
    await window.openPhotograph('saving.jpg', size)
    await recordSaves(window.running.app)
    const rows: Row[] = []
    await window.studio.setNumber('Hardness', 0)
    const scenes = [
      { sizePx: 40, paint: () => dab(window, 0.515, 0.515) },
      { sizePx: 900, paint: () => dab(window, 0.3, 0.3) },
      { sizePx: 2_000, paint: () => window.stroke(0.15, 0.85, 60) },
    ]
    for (const { sizePx, paint } of scenes) {
      await window.studio.setNumber('Size', sizePx)
      await window.rest(1_500)
      rows.push(...(await measureSave(window, paint)))
    }
    return rows
  })
}

async function measureSave(window: StudioWindow, paint: () => Promise<void>): Promise<Row[]> {
  const { app } = window.running
  await forgetSaves(app)
  let paintedMs = 0
  const trace = await traceWindow(app, async () => {
    await paint()
    paintedMs = Date.now()
    await window.rest(3_000)
  })
  const saves = await savesOf(app)
  const tiles = saves.reduce((sum, save) => sum + save.tiles, 0)
  const kilobytes = saves.reduce((sum, save) => sum + save.kilobytes, 0)
  const last = saves.at(-1)
  const what = `a stroke of ${tiles} tiles (${Math.round(kilobytes)} kB)`
  return [
    rowOf(`${what}: from its end until it is on disk`, (last?.endedMs ?? Number.NaN) - paintedMs, 'ms', 1_000),
    rowOf(`${what}: … of it main and the disk`, (last?.endedMs ?? 0) - (last?.startedMs ?? 0), 'ms', null),
    rowOf(`${what}: main’s longest task`, Math.max(...trace.mainTasks()), 'ms', 16),
    rowOf(
      `${what}: the window’s longest script after its end`,
      Math.max(...trace.scriptPerTask('pointerup')),
      'ms',
      16,
    ),
  ]
}

async function dab(window: StudioWindow, x: number, y: number): Promise<void> {
  const at = await window.at(x, y)
  await window.running.page.mouse.click(at.x, at.y)
}

interface Recording {
  saveRecords: SaveRecord[]
}

/** Records save calls inside main. */
async function recordSaves(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ ipcMain }) => {
    type Handler = (...args: unknown[]) => Promise<unknown>
    const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, Handler> }
    const records: SaveRecord[] = []
    Object.assign(globalThis, { saveRecords: records })
    const answer = handlers.get('atelier:call')!
    handlers.set('atelier:call', async (...args) => {
      const startedMs = Date.now()
      const reply = await answer(...args)
      if (args[1] === 'canvas.save') {
        const { tiles } = args[2] as { tiles: readonly { deflated: Uint8Array | null }[] }
        const bytes = tiles.reduce((sum, { deflated }) => sum + (deflated?.length ?? 0), 0)
        records.push({ tiles: tiles.length, kilobytes: bytes / 1024, startedMs, endedMs: Date.now() })
      }
      return reply
    })
  })
}

function forgetSaves(app: ElectronApplication): Promise<void> {
  return app.evaluate(() => {
    const { saveRecords } = globalThis as unknown as Recording
    saveRecords.length = 0
  })
}

function savesOf(app: ElectronApplication): Promise<readonly SaveRecord[]> {
  return app.evaluate(() => (globalThis as unknown as Recording).saveRecords)
}
