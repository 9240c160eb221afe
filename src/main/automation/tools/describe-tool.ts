import { z } from 'zod'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { descriptionParts } from '../../../shared/domain/image-description.ts'
import { defineTool, exampleOf } from './tool.ts'
import { shownImageSchema } from './images/tool-images.ts'
import { withImageFile } from './images/with-image-file.ts'

export const describeImageTool = defineTool({
  name: 'describe_image',
  title: messages.describeTitle,
  description: messages.describeDescription({
    example: exampleOf({ input_image: '/home/me/photos/harbor.jpg', parts: ['caption', 'tags'] }),
  }),
  input: z.strictObject({
    input_image: shownImageSchema,
    parts: z
      .array(z.enum(descriptionParts))
      .min(1)
      .max(descriptionParts.length)
      .default([...descriptionParts])
      .describe(messages.partsField),
    model: z.string().max(300).optional().describe(messages.descriptionModelField),
  }),
  output: z.object({
    model: z.string(),
    caption: z.string().nullable(),
    description: z.string().nullable(),
    tags: z.array(z.string()).nullable(),
  }),
  // The description of a library image is kept with it.
  isReadOnly: false,
  async run({ input_image: image, parts, model: name }, context) {
    const { services, signal } = context
    const descriptions = await services.descriptions()
    const model = await descriptions.model(name)
    const id = assetIdSchema.safeParse(image)
    const made = id.success
      ? await descriptions.ofImage(model, id.data, signal)
      : await withImageFile(image, context, (path) => descriptions.ofFile(model, path, parts, signal))
    return {
      model: model.name,
      caption: parts.includes('caption') ? made.caption : null,
      description: parts.includes('description') ? made.description : null,
      tags: parts.includes('tags') ? [...made.tags] : null,
    }
  },
})
