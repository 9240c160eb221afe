import type { Client } from '../client/index.ts'
import type { ShellStore } from './create-shell-store.ts'

/** How the library's opening goes, also where it began before this window was there. */
export function followOpening(client: Client, shell: ShellStore): () => void {
  let isNewer = false
  const stop = client.on('app.openingChanged', ({ opening }) => {
    isNewer = true
    shell.setState({ opening })
  })
  void client.call('app.opening', {}).then(({ opening }) => {
    // What was told in the meantime holds.
    if (!isNewer) shell.setState({ opening })
  })
  return () => {
    isNewer = true
    stop()
  }
}
