import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron'
import { channels } from '../../shared/contract/index.ts'
import { packReply } from '../../shared/domain/reply.ts'
import type { CallerFrame } from './caller-check.ts'
import type { Router } from './router.ts'

/** Connects a router to Electron's messages. The only place that touches `ipcMain`. */
export function attachRouter(router: Router): void {
  ipcMain.handle(channels.call, async (event, name: unknown, input: unknown, callId: unknown) =>
    packReply(name, await router.call(frameOf(event), name, input, callId)),
  )
  ipcMain.handle(channels.paths, (event, paths: unknown) => router.takePaths(frameOf(event), paths))
  ipcMain.on(channels.cancel, (event, callId: unknown) => router.cancel(frameOf(event), callId))
}

function frameOf(event: IpcMainEvent | IpcMainInvokeEvent): CallerFrame {
  const frame = event.senderFrame
  return {
    windowId: event.sender.id,
    isTopFrame: frame !== null && frame.parent === null,
    // `URL.origin` is "null" for schemes of our own, so the origin Chromium computed is taken.
    origin: frame?.origin ?? '',
  }
}
