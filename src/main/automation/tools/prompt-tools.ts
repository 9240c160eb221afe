import { z } from 'zod'
import { dialects, promptPartsSchema } from '../../../shared/domain/prompts.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { compilePrompt, plainTarget, promptTargetOf, type PromptTarget } from '../../../shared/prompting/index.ts'
import { requireRef } from '../generate/model-targets.ts'
import { defineTool, exampleOf, type ToolContext } from './tool.ts'
import { embedImage } from './images/embed-image.ts'
import { shownImageSchema } from './images/tool-images.ts'
import { badInput } from '../read-options.ts'

const { shape } = promptPartsSchema

export const promptCompilerTool = defineTool({
  name: 'prompt_compiler',
  title: messages.compilerTitle,
  description: messages.compilerDescription({
    example: exampleOf({ base_prompt: 'cat', style: 'photorealistic', mood: 'peaceful', lighting: 'golden hour' }),
  }),
  input: z.strictObject({
    base_prompt: shape.base.min(1).describe(messages.basePromptField),
    style: shape.style.describe(messages.stylePartField),
    mood: shape.mood.describe(messages.moodPartField),
    lighting: shape.lighting.describe(messages.lightingPartField),
    composition: shape.composition.describe(messages.compositionPartField),
    camera: shape.camera.describe(messages.cameraPartField),
    palette: shape.palette.describe(messages.palettePartField),
    medium: shape.medium.describe(messages.mediumPartField),
    negative: shape.negative.describe(messages.negativePartField),
    model: z.string().max(340).optional().describe(messages.targetField),
    dialect: z.enum(dialects).optional().describe(messages.dialectField),
  }),
  output: z.object({
    prompt: z.string(),
    negative_prompt: z.string().nullable(),
    dialect: z.enum(dialects),
    notes: z.array(z.string()),
  }),
  isReadOnly: true,
  async run({ base_prompt: base, model, dialect = 'sentence', ...parts }, context) {
    const target = model === undefined ? plainTarget(dialect) : await targetOf(model, context)
    const { negativePrompt, ...compiled } = compilePrompt(promptPartsSchema.parse({ base, ...parts }), target)
    return { ...compiled, negative_prompt: negativePrompt }
  },
})

async function targetOf(text: string, { services }: ToolContext): Promise<PromptTarget> {
  const ref = requireRef(text)
  const { manager } = await services.openProviders()
  return promptTargetOf(ref.provider, await manager.requireModel(ref))
}

/** Six digits hold what 32-bit floats hold of a unit vector. */
const digits = 6

export const clipEmbeddingsTool = defineTool({
  name: 'clip_embeddings',
  title: messages.embeddingsTitle,
  description: messages.embeddingsDescription({ example: exampleOf({ image_path: '/path/to/image.png' }) }),
  input: z.strictObject({
    image_path: shownImageSchema.optional(),
    text: z.string().min(1).max(10_000).optional().describe(messages.embeddedTextField),
    model: z.string().max(300).optional().describe(messages.embeddingModelField),
  }),
  output: z.object({ model: z.string(), dimension: z.int(), vector: z.array(z.number()) }),
  isReadOnly: true,
  async run({ image_path: image, text, model: name }, context) {
    if ((image === undefined) === (text === undefined)) throw badInput(messages.textOrImage)
    const { services, signal } = context
    const embeddings = await services.embeddings()
    const model = await embeddings.model(name)
    const vector =
      text === undefined ? await embedImage(image ?? '', model, context) : await embeddings.ofWords(model, text, signal)
    return {
      model: model.id,
      dimension: vector.length,
      vector: Array.from(vector, (value) => Number(value.toFixed(digits))),
    }
  },
})
