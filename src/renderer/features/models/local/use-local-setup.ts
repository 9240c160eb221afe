import { useCallback, useEffect, useState } from 'react'
import type { LocalSetup } from '../../../../shared/domain/local-setup.ts'
import { useServices } from '../../../client/index.ts'
import { useBusyTask, type BusyTask } from '../use-busy-task.tsx'

type Change =
  | 'local.chooseEngine'
  | 'local.forgetEngine'
  | 'local.addFolder'
  | 'local.chooseDownloadFolder'
  | 'local.resetDownloadFolder'

export interface LocalSetupActions {
  /** null until the folders have been scanned. */
  readonly setup: LocalSetup | null
  readonly task: BusyTask
  /** Canceling a dialog changes nothing. */
  change(what: Change): void
  forgetFolder(path: string): void
  /** Takes over a setup changed elsewhere. */
  adopt(setup: LocalSetup): void
  /** Scans the folders again. */
  refresh(): void
}

/** The current engine and models of this computer. */
export function useLocalSetup(): LocalSetupActions {
  const { client, providers } = useServices()
  const [setup, setSetup] = useState<LocalSetup | null>(null)
  const task = useBusyTask()
  const { run } = task
  // A failed scan keeps what was shown.
  const read = useCallback(() => client.call('local.setup', {}).then(setSetup, () => undefined), [client])

  useEffect(() => {
    void read()
    // Main emits this after each change, and after a test that loaded the engine.
    return client.on('providers.changed', ({ id }) => {
      if (id === 'local') void read()
    })
  }, [client, read])

  async function apply(work: () => Promise<LocalSetup | null>): Promise<void> {
    const changed = await work()
    if (changed !== null) setSetup(changed)
  }

  return {
    setup,
    task,
    change: (what) => void run(() => apply(() => client.call(what, {}))),
    forgetFolder: (path) => void run(() => apply(() => client.call('local.forgetFolder', { path }))),
    adopt: setSetup,
    refresh: () =>
      void run(async () => {
        await providers.refreshModels('local')
        await read()
      }),
  }
}
