import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { styleSchema, type Style } from '../../shared/domain/prompts.ts'
import { toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/prompting.ts'

const shippedSchema = z.array(
  styleSchema.pick({ id: true, name: true, group: true, prompt: true, negativePrompt: true }).extend({
    icon: z.string().regex(/^[a-z0-9-]+$/),
  }),
)

/** The styles that come with Atelier, each with a drawn icon: none of them has been drawn by a model. @throws storage/* */
export async function readShippedStyles(path: string): Promise<Style[]> {
  try {
    const read = shippedSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    return read.map(({ icon, ...style }) => ({ ...style, shown: { as: 'icon', icon }, isOwn: false }))
  } catch (thrown) {
    throw toFileError(thrown, messages.readBuiltInStyles)
  }
}
