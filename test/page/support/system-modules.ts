import type { ElectronApplication } from '@playwright/test'

interface Kept {
  systemsOwn?: readonly (readonly [object: object, own: object])[]
}

/** Remembers what Electron has of the system, which tests replace: dialogs, network, shell. For `restoreSystem`. */
export async function keepSystem(app: ElectronApplication): Promise<void> {
  await app.evaluate(async ({ dialog, net, shell }) => {
    ;(globalThis as Kept).systemsOwn = [dialog, net, shell].map((object) => [object, { ...object }])
  })
}

/** Takes back what tests put in its place, and sends requests of services where they belong again. */
export async function restoreSystem(app: ElectronApplication): Promise<void> {
  await app.evaluate(async ({ session }) => {
    for (const [object, own] of (globalThis as Kept).systemsOwn ?? []) {
      for (const name of Object.keys(object)) if (!(name in own)) Reflect.deleteProperty(object, name)
      Object.assign(object, own)
    }
    await session.fromPartition('atelier-services').setProxy({ mode: 'system' })
  })
}
