import type { StorageTask } from '../../../shared/domain/storage.ts'
import * as messages from '../../../shared/messages/en/dialogs.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'

export function createStorageHandlers({ services, desktop, emit, clock }: HandlerContext): HandlersOf<'storage'> {
  const storage = async () => (await services()).storage
  const progressOf = (task: StorageTask, signal: AbortSignal) => ({
    signal,
    onProgress: (done: number, total: number) => emit('storage.progressed', { task, done, total }),
  })

  return {
    'storage.usage': async () => (await storage()).usage(),
    'storage.reclaim': async ({ kinds }) => ({ freedBytes: await (await storage()).reclaim(kinds) }),
    'storage.verify': async (_input, { signal }) => (await storage()).verify(progressOf('verify', signal)),
    'storage.chooseAndLocate': async ({ ids }, { windowId, signal }) => {
      const folder = await desktop.chooseFolder(windowId, null)
      return folder === null
        ? null
        : { found: await (await storage()).locate(ids, folder, progressOf('locate', signal)) }
    },
    'storage.chooseAndRepair': async ({ ids }, { windowId, signal }) => {
      const file = await desktop.chooseBackup(windowId)
      return file === null ? null : { found: await (await storage()).repair(ids, file, progressOf('locate', signal)) }
    },
    'storage.chooseAndBackUp': async (_input, { windowId, signal }) => {
      const path = await desktop.chooseTarget(windowId, {
        title: messages.backUpLibrary,
        name: `atelier-backup-${new Date(clock.nowMs()).toISOString().slice(0, 10)}`,
        kind: messages.backups,
        extension: 'zip',
      })
      return path === null ? null : (await storage()).backUp(path, progressOf('backup', signal))
    },
    'storage.chooseAndRestore': async (_input, { windowId, signal }) => {
      const file = await desktop.chooseBackup(windowId)
      return file === null ? null : (await storage()).prepareRestore(file, progressOf('restore', signal))
    },
    'storage.chooseAndMove': async (_input, { windowId, signal }) => {
      const target = await desktop.chooseFolder(windowId, null)
      if (target === null) return null
      await (await storage()).prepareMove(target, progressOf('move', signal))
      return { target }
    },
    'storage.forgetPending': async () => (await storage()).forgetPending(),
  }
}
