import type { Client } from '../../client/index.ts'
import type { ShellStore } from '../create-shell-store.ts'

/** Tracks the opening of the library, even if it began before this window existed. */
export function followOpening(client: Client, shell: ShellStore): () => void {
  let isNewer = false
  const stop = client.on('app.openingChanged', ({ opening }) => {
    isNewer = true
    shell.setState({ opening })
  })
  void client.call('app.opening', {}).then(({ opening }) => {
    // Events received meanwhile are newer.
    if (!isNewer) shell.setState({ opening })
  })
  return () => {
    isNewer = true
    stop()
  }
}
