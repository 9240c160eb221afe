import type { LiveChannel, LiveUpdate } from './adapter.ts'
import type { ProviderCallContext } from './call-context.ts'

/** Opens an adapter's live channel. Progress is a courtesy: where it cannot be had, the work goes on without. */
export async function openLiveChannel(
  context: ProviderCallContext,
  live: LiveChannel | undefined,
  ticket: string,
): Promise<() => void> {
  const { policy, transport, signal, credentialHeaders, appVersion, onUpdate } = context
  if (live === undefined) return () => undefined
  try {
    const read = live.createReader(ticket)
    const url = policy.requireApi(live.path(ticket), {}, 'key')
    const socket = await transport.openSocket(url.href.replace(/^http/, 'ws'), {
      headers: { 'user-agent': `Atelier/${appVersion}`, ...credentialHeaders },
      signal,
      onFrame(frame) {
        const update = readFrame(read, frame)
        if (update !== null) onUpdate(update)
      },
      onClose: () => undefined,
    })
    if (live.greeting !== null) socket.send(live.greeting)
    return () => socket.close()
  } catch {
    return () => undefined
  }
}

/** A frame of a kind nobody knew of must not end the channel. */
function readFrame(
  read: (frame: string | Uint8Array<ArrayBuffer>) => LiveUpdate | null,
  frame: string | Uint8Array<ArrayBuffer>,
): LiveUpdate | null {
  try {
    return read(frame)
  } catch {
    return null
  }
}
