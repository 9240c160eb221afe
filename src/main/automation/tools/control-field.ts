import { z } from 'zod'
import {
  controlKinds,
  usualControlStrength,
  controlSources,
  netFor,
  type ControlSource,
} from '../../../shared/domain/control.ts'
import type { Control } from '../../../shared/domain/generation.ts'
import type { ModelCard } from '../../../shared/domain/model-card.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { badInput } from '../read-options.ts'
import { exampleOf, type ToolContext } from './tool.ts'
import { namedImageSchema, openNamedImage } from './images/tool-images.ts'

export const controlField = z
  .strictObject({
    image: namedImageSchema,
    preprocessor: z.enum(controlSources).default('none'),
    net: z.string().min(1).max(300).optional(),
    strength: z.number().min(0).max(2).default(usualControlStrength),
  })
  .describe(
    messages.controlField({
      strength: usualControlStrength,
      example: exampleOf({ image: '/home/me/photos/dancer.jpg', preprocessor: 'pose' }),
    }),
  )

interface ControlUse {
  readonly card: ModelCard
  /** Nothing is made: a depth map or poses have the size of their image, so the plan is the same. */
  readonly isEstimate: boolean
}

/** Returns the control image of a request, made by its preprocessor. @throws request/invalid, model/*, vision/* */
export async function openControl(
  { image, preprocessor, net: named, strength }: z.output<typeof controlField>,
  { card, isEstimate }: ControlUse,
  context: ToolContext,
): Promise<Control> {
  const net = named ?? findNet(preprocessor, card)
  const control = { net, strength, findsEdges: preprocessor === 'edges' }
  const kind = controlKinds.find((each) => each === preprocessor)
  if (kind === undefined) return { ...control, imageId: (await openNamedImage(image, context)).id }
  const controls = await context.services.controls()
  // Before the image is imported.
  await controls.models[kind].model(undefined)
  const { id } = await openNamedImage(image, context)
  if (isEstimate) return { ...control, imageId: id }
  return { ...control, imageId: (await controls.make(id, { kind, agent: context.agent }, context.signal)).id }
}

/** Returns the ControlNet that fits by its name, or the only one. */
function findNet(source: ControlSource, { label, control }: ModelCard): string {
  const nets = control?.nets ?? []
  const [only, ...others] = nets
  if (only === undefined) throw badInput(messages.noControlNet({ model: label }))
  const fitting = netFor(source, nets, '')
  if (fitting !== '') return fitting
  if (others.length === 0) return only
  throw badInput(messages.chooseControlNet({ model: label, known: nets.slice(0, 20).join(', ') }))
}
