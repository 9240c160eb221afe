import type { AssetId } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/gallery-commands.ts'
import type { Services } from '../../client/index.ts'

/** `usual`: in the program of the settings or the system's choice; `ask`: in one that is chosen now. */
export async function editInExternalEditor(
  { client, intents }: Services,
  id: AssetId,
  program: 'usual' | 'ask',
): Promise<void> {
  const { isOpened } = await client.call('external.edit', { id, program })
  if (!isOpened) return
  const text = messages.openInEditor
  intents.send({ do: 'notify', notice: { level: 'info', text } })
}

/** "GIMP" for a path of it. */
export function programName(path: string): string {
  const name = path.split(/[/\\]/).findLast((part) => part !== '') ?? path
  return name.replace(/\.(app|exe)$/i, '')
}
