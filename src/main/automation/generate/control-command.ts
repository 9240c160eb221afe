import { controlKinds, type ControlKind } from '../../../shared/domain/control.ts'
import { localVision } from '../../../shared/domain/import-recipe.ts'
import { imageOrIdArgument } from '../../../shared/messages/en/cli-options.ts'
import * as messages from '../../../shared/messages/en/cli-vision.ts'
import { defineCommand } from '../program/command.ts'
import { deliverResult, requireDelivery, requireImage, resultOptions } from '../program/deliver-result.ts'
import { badInput } from '../read-options.ts'

const kinds = controlKinds.join(', ')

export const controlCommand = defineCommand({
  name: 'control',
  group: 'edit',
  summary: messages.control,
  details: messages.controlDetails,
  args: { '<image>': imageOrIdArgument },
  options: {
    kind: { value: 'kind', suggestions: controlKinds, help: messages.controlKind({ kinds }) },
    model: { value: 'name', help: messages.controlModel },
    ...resultOptions,
  },
  standardOutput: 'file',
  examples: ['control photo.jpg --kind depth --out depth.png', 'control dancer.jpg --kind pose --out pose.png'],
  async run({ kind: wanted, model, ...values }, [image = ''], context) {
    const kind = readKind(wanted)
    const delivery = await requireDelivery(values, context)
    const controls = await (await context.services()).controls()
    // Before the image is imported.
    await controls.models[kind].model(model)
    const { id } = await requireImage(image, context)
    const made = await controls.make(id, { kind, model }, context.signal)
    const { model: used, timingMs } = made.recipe
    return deliverResult({ resultId: made.id, provider: localVision, model: used ?? '', timingMs }, delivery, context)
  },
})

/** @throws request/invalid */
function readKind(text: string | undefined): ControlKind {
  if (text === undefined) throw badInput(messages.controlKindMissing({ kinds }))
  if (text === 'edges') throw badInput(messages.edgesAreGenerated)
  const kind = controlKinds.find((each) => each === text)
  if (kind === undefined) throw badInput(messages.controlKindExpected({ kinds, text }))
  return kind
}
