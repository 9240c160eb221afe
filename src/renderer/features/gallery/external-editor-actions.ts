import type { AssetId } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/gallery-commands.ts'
import type { Services } from '../../client/index.ts'

/** `usual`: the program from settings or the system default; `ask`: prompts for one. */
export async function editInExternalEditor(
  { client, intents }: Services,
  id: AssetId,
  program: 'usual' | 'ask',
): Promise<void> {
  const { isOpened } = await client.call('external.edit', { id, program })
  if (!isOpened) return
  const text = messages.openInEditor
  intents.send({ type: 'notify', notice: { level: 'info', text } })
}

/** Returns a program's name from its path, such as "GIMP". */
export function programName(path: string): string {
  const name = path.split(/[/\\]/).findLast((part) => part !== '') ?? path
  return name.replace(/\.(app|exe)$/i, '')
}
