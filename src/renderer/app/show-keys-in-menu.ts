import type { Services } from '../client/index.ts'
import { acceleratorOf } from '../lib/accelerator.ts'
import { keyActions, type Keymap } from '../lib/keymap/keymap.ts'

/** Now and whenever they change. A menu that shows no keys is no reason to bother the artist. */
export function showKeysInMenu({ client, keymap }: Services): void {
  const show = ({ keysOf }: Keymap) => {
    const entries = keyActions.flatMap(({ id, kind }) => {
      const [key] = kind === 'command' ? keysOf(id) : []
      const accelerator = key === undefined ? null : acceleratorOf(key)
      return accelerator === null ? [] : [[id, accelerator] as const]
    })
    client.call('app.showMenuKeys', { accelerators: Object.fromEntries(entries) }).catch(() => undefined)
  }
  show(keymap.getState())
  keymap.subscribe(show)
}
