import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron'
import { channels } from '../../shared/contract/index.ts'
import { packReply } from '../../shared/domain/reply.ts'
import type { CallerFrame, Router } from './router.ts'

/** Connects a router to Electron's messages, waiting while it is still loading. The only place that uses `ipcMain`. */
export function attachRouter(router: Promise<Router>): void {
  // The loader handles the failure.
  router.catch(() => undefined)
  ipcMain.handle(channels.call, async (event, name: unknown, input: unknown, callId: unknown) => {
    const frame = frameOf(event)
    return packReply(name, await (await router).call(frame, name, input, callId))
  })
  ipcMain.handle(channels.paths, async (event, paths: unknown) => {
    const frame = frameOf(event)
    return (await router).takePaths(frame, paths)
  })
  ipcMain.on(channels.cancel, (event, callId: unknown) => {
    const frame = frameOf(event)
    router.then((loaded) => loaded.cancel(frame, callId)).catch(() => undefined)
  })
}

function frameOf(event: IpcMainEvent | IpcMainInvokeEvent): CallerFrame {
  const frame = event.senderFrame
  return {
    windowId: event.sender.id,
    isTopFrame: frame !== null && frame.parent === null,
    // `URL.origin` is "null" for custom schemes, so the origin computed by Chromium is used.
    origin: frame?.origin ?? '',
  }
}
