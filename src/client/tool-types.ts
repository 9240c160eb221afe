// Written from the tools’ schemas by `npm run docs`.

/**
 * Generate new images from a text prompt, optionally guided by reference images (input_images). @name in the prompt uses a named reference (see list_references). To change an existing image use edit_image; for versions of one use image_variations; to repeat one of the library, see get_image. Cloud providers charge for each image: set max_cost_usd, or estimate_only to learn the price first. The providers “local” and “fake” (demo) are free. Example: {"prompt":"A futuristic cityscape at sunset","provider":"openai","size":"1536x1024","n":1}. Returns the images with library IDs and file paths, the seed used, the cost in USD, and warnings about parameters that the model ignored.
 */
export interface GenerateImageParameters {
  /**
   * What the image should show, in plain words.
   */
  prompt: string
  /**
   * Provider ID, such as “openai”, “bfl” or “local”. Default: default_provider of list_providers, or the first that is ready.
   */
  provider?: string
  /**
   * Model ID of the provider, such as “gpt-image-1.5” (see list_models); without a provider also “draft” or “final”, the user’s default models for these. Default: the provider’s default model.
   */
  model?: string
  /**
   * Number of images, 1 to 4. Paid providers bill each.
   */
  n?: number
  /**
   * WIDTHxHEIGHT in pixels, such as “1024x1024”; or use aspect_ratio. Edits keep the size of their image.
   */
  size?: string
  /**
   * Aspect ratio instead of a size, such as “16:9”.
   */
  aspect_ratio?: string
  /**
   * draft, standard or hd: the low, medium and high quality of providers that have them. Higher costs more.
   */
  quality?: 'draft' | 'standard' | 'hd'
  /**
   * Name of a style of the provider; unknown ones are ignored with a warning.
   */
  style_preset?: string
  /**
   * The same seed and settings repeat an image, where the model supports seeds. Default: random. A string above 2^53.
   */
  seed?: number | string
  /**
   * What the image should not show.
   */
  negative_prompt?: string
  /**
   * How closely the model follows the prompt, typically 1 to 20.
   */
  guidance_scale?: number
  /**
   * Number of sampling steps, typically 4 to 50.
   */
  num_inference_steps?: number
  /**
   * Denoising strength for images to start from: 0 keeps the image, 1 ignores it.
   */
  strength?: number
  /**
   * LoRAs to apply, each with its path or name and its scale.
   *
   * @maxItems 20
   */
  loras?: {
    path: string
    scale: number
  }[]
  /**
   * Reference images for style or content, beside the image being edited; say in the prompt what each is for. Models without references ignore them with a warning (references_max in list_models). An image: its library ID, a file path in an allowed folder, an https address, or a data: URL. What is not in the library yet is imported.
   *
   * @maxItems 20
   */
  input_images?: string[]
  /**
   * Control image: the result follows its lines, depth or poses by a ControlNet, with models on this computer (control_nets in list_models). image: as other images. preprocessor: edges, depth or pose turn a photo into what ControlNets read, free; none (default) is for images that already are such a map. net: name of the ControlNet; default: the one that fits the preprocessor. strength: 0 to 2, default 0.9. Example: {"image":"/home/me/photos/dancer.jpg","preprocessor":"pose"}.
   */
  control?: {
    image: string
    preprocessor?: 'none' | 'edges' | 'depth' | 'pose'
    net?: string
    strength?: number
  }
  /**
   * File format of the result: png, jpeg or webp.
   */
  format?: 'png' | 'jpeg' | 'webp'
  /**
   * How images are returned, not their file format: filepath; url adds a file: URL; b64 adds the data as base64, which is large.
   */
  output_format?: 'filepath' | 'url' | 'b64'
  /**
   * Filtering for this call only, if the user asks for it: block_nsfw, and content_filter off, low, moderate or strict.
   */
  safety?: {
    block_nsfw?: boolean
    content_filter?: 'off' | 'low' | 'moderate' | 'strict'
  }
  /**
   * The model’s own fields by name (see list_models).
   */
  options?: {
    [k: string]: string | number | boolean
  }
  /**
   * Your own values, stored with the image.
   */
  metadata?: {
    [k: string]: string | number | boolean | null
  }
  /**
   * Refuse the call if all its images together could cost more than this, USD, or if the price is unknown.
   */
  max_cost_usd?: number
  /**
   * Return the price and warnings, and send nothing.
   */
  estimate_only?: boolean
}

export interface GenerateImageResult {
  success: boolean
  images: {
    id: string | null
    mime: string
    path: string
    url: string | null
    b64: string | null
    seed_used: (number | string) | null
    revised_prompt: string | null
    width: number | null
    height: number | null
  }[]
  provider: string | null
  model: string | null
  timing_ms: number | null
  cost_estimate: number | null
  cost: number | null
  changed_inside: number | null
  changed_outside: number | null
  warnings: {
    code: string
    message: string
  }[]
  outcome: string | null
  billed: string | null
  error: string | null
  error_code: string | null
}

/**
 * Change an existing image with a model: repaint a masked area (inpaint), extend it by a frame (outpaint), or, without both, change the whole image by words. @name in the prompt uses a named reference (see list_references). With a mask, pixels outside it stay exactly as they were: the result reports changed_outside, the number of changed pixels there: 0, or null with a warning if the model’s image did not fit and is returned unmerged. To remove an object free and offline use fill_image. Make masks with select_object. May cost: see max_cost_usd and estimate_only. Example: {"prompt":"Add a rainbow in the sky","input_image":"/home/me/photos/field.png","mask_image":"/home/me/photos/sky.png","provider":"stability"}. Returns the new image; the original stays.
 */
export interface EditImageParameters {
  /**
   * What the masked area, or the added border, should show; without a mask, how the image should change. May be empty with the intent “remove”.
   */
  prompt?: string
  /**
   * An image: its library ID, a file path in an allowed folder, an https address, or a data: URL. What is not in the library yet is imported.
   */
  input_image: string
  /**
   * Mask of exactly the image’s size: a path (as from select_object), library ID or PNG data: URL. White is changed, black is kept, gray blends; in a photo with transparent holes, the holes are changed. Values go up to white (255 with 8 bits), not from 0 to 1.
   */
  mask_image?: string
  /**
   * The next step of the conversation about input_image, a result of an earlier call: models that take turns get the earlier ones, others a prompt with what still applies. Say only what to change.
   */
  continue?: boolean
  /**
   * Purpose of the edit. fill: repaint the mask as the prompt says; add: put a new object there; remove: take away what the mask covers; background: replace all but the subject; expand: fill the frame; whole: change everything. Default: expand with a frame, fill with a mask, whole otherwise.
   */
  intent?: 'fill' | 'add' | 'remove' | 'background' | 'expand' | 'whole'
  /**
   * Outpaint: pixels to add on each side; sides left out are 0.
   */
  frame?: {
    left?: number
    top?: number
    right?: number
    bottom?: number
  }
  /**
   * Area of the image that is sent to the model, [x, y, width, height] in pixels, for a masked edit: larger shows the model more context, smaller gives more detail. Default: around the mask.
   *
   * @minItems 4
   * @maxItems 4
   */
  box?: [number, number, number, number]
  /**
   * How the result of a masked edit is blended into the image; leave it out at first, and adjust it where the seam shows. match: color matching, 0 to 1; soften: width of the seam in pixels, 0 to 512; align: move the result to fit its surroundings; offset_x, offset_y: move it by pixels, -512 to 512; opacity: 0 to 1; force_paste: blend even where the result does not match its surroundings. Defaults depend on the intent. Example: {"match":0.5,"soften":16}.
   */
  blend?: {
    match?: number
    soften?: number
    align?: boolean
    offset_x?: number
    offset_y?: number
    opacity?: number
    force_paste?: boolean
  }
  /**
   * Pixels by which the mask is grown, 0 to 512.
   */
  grow?: number
  /**
   * Pixels over which the mask fades out, 0 to 512.
   */
  feather?: number
  /**
   * Marks over the image that say what to change where, numbered by their order; positions in pixels of the image. Models that read images get a copy with the marks, others a mask and the texts. Shapes: arrow (from, to), box and ellipse (rect), scribble (points), note (at).
   *
   * @minItems 1
   * @maxItems 50
   */
  markup?: (
    | {
        shape: 'arrow'
        from: {
          x: number
          y: number
        }
        to: {
          x: number
          y: number
        }
        color?: 'red' | 'yellow' | 'green' | 'blue' | 'magenta'
        text?: string
      }
    | {
        shape: 'box'
        rect: {
          x: number
          y: number
          widthPx: number
          heightPx: number
        }
        color?: 'red' | 'yellow' | 'green' | 'blue' | 'magenta'
        text?: string
      }
    | {
        shape: 'ellipse'
        rect: {
          x: number
          y: number
          widthPx: number
          heightPx: number
        }
        color?: 'red' | 'yellow' | 'green' | 'blue' | 'magenta'
        text?: string
      }
    | {
        shape: 'scribble'
        /**
         * @minItems 2
         * @maxItems 500
         */
        points: {
          x: number
          y: number
        }[]
        isClosed?: boolean
        color?: 'red' | 'yellow' | 'green' | 'blue' | 'magenta'
        text?: string
      }
    | {
        shape: 'note'
        at: {
          x: number
          y: number
        }
        color?: 'red' | 'yellow' | 'green' | 'blue' | 'magenta'
        text?: string
      }
  )[]
  /**
   * Provider ID, such as “openai”, “bfl” or “local”. Default: default_provider of list_providers, or the first that is ready.
   */
  provider?: string
  /**
   * Model ID of the provider, such as “gpt-image-1.5” (see list_models); without a provider also “draft” or “final”, the user’s default models for these. Default: the provider’s default model.
   */
  model?: string
  /**
   * Number of images, 1 to 4. Paid providers bill each.
   */
  n?: number
  /**
   * WIDTHxHEIGHT in pixels, such as “1024x1024”; or use aspect_ratio. Edits keep the size of their image.
   */
  size?: string
  /**
   * Aspect ratio instead of a size, such as “16:9”.
   */
  aspect_ratio?: string
  /**
   * draft, standard or hd: the low, medium and high quality of providers that have them. Higher costs more.
   */
  quality?: 'draft' | 'standard' | 'hd'
  /**
   * Name of a style of the provider; unknown ones are ignored with a warning.
   */
  style_preset?: string
  /**
   * The same seed and settings repeat an image, where the model supports seeds. Default: random. A string above 2^53.
   */
  seed?: number | string
  /**
   * What the image should not show.
   */
  negative_prompt?: string
  /**
   * How closely the model follows the prompt, typically 1 to 20.
   */
  guidance_scale?: number
  /**
   * Number of sampling steps, typically 4 to 50.
   */
  num_inference_steps?: number
  /**
   * Denoising strength for images to start from: 0 keeps the image, 1 ignores it.
   */
  strength?: number
  /**
   * LoRAs to apply, each with its path or name and its scale.
   *
   * @maxItems 20
   */
  loras?: {
    path: string
    scale: number
  }[]
  /**
   * Reference images for style or content, beside the image being edited; say in the prompt what each is for. Models without references ignore them with a warning (references_max in list_models). An image: its library ID, a file path in an allowed folder, an https address, or a data: URL. What is not in the library yet is imported.
   *
   * @maxItems 20
   */
  input_images?: string[]
  /**
   * Control image: the result follows its lines, depth or poses by a ControlNet, with models on this computer (control_nets in list_models). image: as other images. preprocessor: edges, depth or pose turn a photo into what ControlNets read, free; none (default) is for images that already are such a map. net: name of the ControlNet; default: the one that fits the preprocessor. strength: 0 to 2, default 0.9. Example: {"image":"/home/me/photos/dancer.jpg","preprocessor":"pose"}.
   */
  control?: {
    image: string
    preprocessor?: 'none' | 'edges' | 'depth' | 'pose'
    net?: string
    strength?: number
  }
  /**
   * File format of the result: png, jpeg or webp.
   */
  format?: 'png' | 'jpeg' | 'webp'
  /**
   * How images are returned, not their file format: filepath; url adds a file: URL; b64 adds the data as base64, which is large.
   */
  output_format?: 'filepath' | 'url' | 'b64'
  /**
   * Filtering for this call only, if the user asks for it: block_nsfw, and content_filter off, low, moderate or strict.
   */
  safety?: {
    block_nsfw?: boolean
    content_filter?: 'off' | 'low' | 'moderate' | 'strict'
  }
  /**
   * The model’s own fields by name (see list_models).
   */
  options?: {
    [k: string]: string | number | boolean
  }
  /**
   * Your own values, stored with the image.
   */
  metadata?: {
    [k: string]: string | number | boolean | null
  }
  /**
   * Refuse the call if all its images together could cost more than this, USD, or if the price is unknown.
   */
  max_cost_usd?: number
  /**
   * Return the price and warnings, and send nothing.
   */
  estimate_only?: boolean
}

export type EditImageResult = GenerateImageResult

/**
 * Make variations of an existing image: similar, but different, without a prompt. To change something specific use edit_image; to run the same prompt again see get_image. May cost: see max_cost_usd and estimate_only. Example: {"input_image":"/home/me/photos/field.png","provider":"openai","n":3}. Returns the new images; the original stays.
 */
export interface ImageVariationsParameters {
  /**
   * An image: its library ID, a file path in an allowed folder, an https address, or a data: URL. What is not in the library yet is imported.
   */
  input_image: string
  /**
   * Optional hint what to vary.
   */
  prompt?: string
  /**
   * Provider ID, such as “openai”, “bfl” or “local”. Default: default_provider of list_providers, or the first that is ready.
   */
  provider?: string
  /**
   * Model ID of the provider, such as “gpt-image-1.5” (see list_models); without a provider also “draft” or “final”, the user’s default models for these. Default: the provider’s default model.
   */
  model?: string
  /**
   * Number of images, 1 to 4. Paid providers bill each.
   */
  n?: number
  /**
   * WIDTHxHEIGHT in pixels, such as “1024x1024”; or use aspect_ratio. Edits keep the size of their image.
   */
  size?: string
  /**
   * Aspect ratio instead of a size, such as “16:9”.
   */
  aspect_ratio?: string
  /**
   * draft, standard or hd: the low, medium and high quality of providers that have them. Higher costs more.
   */
  quality?: 'draft' | 'standard' | 'hd'
  /**
   * Name of a style of the provider; unknown ones are ignored with a warning.
   */
  style_preset?: string
  /**
   * The same seed and settings repeat an image, where the model supports seeds. Default: random. A string above 2^53.
   */
  seed?: number | string
  /**
   * What the image should not show.
   */
  negative_prompt?: string
  /**
   * How closely the model follows the prompt, typically 1 to 20.
   */
  guidance_scale?: number
  /**
   * Number of sampling steps, typically 4 to 50.
   */
  num_inference_steps?: number
  /**
   * Denoising strength for images to start from: 0 keeps the image, 1 ignores it.
   */
  strength?: number
  /**
   * LoRAs to apply, each with its path or name and its scale.
   *
   * @maxItems 20
   */
  loras?: {
    path: string
    scale: number
  }[]
  /**
   * Reference images for style or content, beside the image being edited; say in the prompt what each is for. Models without references ignore them with a warning (references_max in list_models). An image: its library ID, a file path in an allowed folder, an https address, or a data: URL. What is not in the library yet is imported.
   *
   * @maxItems 20
   */
  input_images?: string[]
  /**
   * Control image: the result follows its lines, depth or poses by a ControlNet, with models on this computer (control_nets in list_models). image: as other images. preprocessor: edges, depth or pose turn a photo into what ControlNets read, free; none (default) is for images that already are such a map. net: name of the ControlNet; default: the one that fits the preprocessor. strength: 0 to 2, default 0.9. Example: {"image":"/home/me/photos/dancer.jpg","preprocessor":"pose"}.
   */
  control?: {
    image: string
    preprocessor?: 'none' | 'edges' | 'depth' | 'pose'
    net?: string
    strength?: number
  }
  /**
   * File format of the result: png, jpeg or webp.
   */
  format?: 'png' | 'jpeg' | 'webp'
  /**
   * How images are returned, not their file format: filepath; url adds a file: URL; b64 adds the data as base64, which is large.
   */
  output_format?: 'filepath' | 'url' | 'b64'
  /**
   * Filtering for this call only, if the user asks for it: block_nsfw, and content_filter off, low, moderate or strict.
   */
  safety?: {
    block_nsfw?: boolean
    content_filter?: 'off' | 'low' | 'moderate' | 'strict'
  }
  /**
   * The model’s own fields by name (see list_models).
   */
  options?: {
    [k: string]: string | number | boolean
  }
  /**
   * Your own values, stored with the image.
   */
  metadata?: {
    [k: string]: string | number | boolean | null
  }
  /**
   * Refuse the call if all its images together could cost more than this, USD, or if the price is unknown.
   */
  max_cost_usd?: number
  /**
   * Return the price and warnings, and send nothing.
   */
  estimate_only?: boolean
}

export type ImageVariationsResult = GenerateImageResult

/**
 * Make every combination of one to three settings (x: columns, y: rows, z: pages) as a labeled grid, such as prompt words by seeds or by models: to compare settings or models for the user, who finds it in Compare. parameters are those of generate_image, edit_image or image_variations (tool). All cells share one seed unless it varies. Cloud providers charge for each cell: use estimate_only to learn the price of all, and max_cost_usd. Takes minutes; canceling stops what has not been sent. Example: {"parameters":{"prompt":"a red kite","provider":"bfl"},"x":{"vary":"prompt","find":"red","values":["red","blue"]},"y":{"vary":"seed","values":"1-3"},"output":"kites.png","max_cost_usd":1}. Returns each cell with its position, state and library ID, the cost in USD, and the path of the labeled image.
 */
export interface MakeGridParameters {
  /**
   * Name of the grid in Compare. Default: the start of the prompt.
   */
  name?: string
  /**
   * The tool whose parameters are varied.
   */
  tool?: 'generate_image' | 'edit_image' | 'image_variations'
  /**
   * Parameters of the tool. Each cell makes one image.
   */
  parameters: {
    [k: string]: unknown
  }
  /**
   * What differs between columns.
   */
  x:
    | {
        vary: 'prompt'
        /**
         * Text to replace in the prompt and the negative prompt.
         */
        find: string
        /**
         * Replacements; the text itself keeps the prompt.
         *
         * @minItems 1
         * @maxItems 100
         */
        values: string[]
      }
    | {
        vary: 'model'
        /**
         * Models, each as provider/model.
         *
         * @minItems 1
         * @maxItems 100
         */
        values: string[]
      }
    | {
        vary: 'seed' | 'guidance' | 'steps' | 'strength'
        /**
         * Numbers, or a text such as “20, 30”, “10-50 (+10)” or “0-1 [5]”.
         */
        values: (number | string)[] | string
      }
    | {
        vary: 'lora'
        /**
         * Name or address of the LoRA.
         */
        path: string
        /**
         * Numbers, or a text such as “20, 30”, “10-50 (+10)” or “0-1 [5]”.
         */
        values: (number | string)[] | string
      }
    | {
        vary: 'reference'
        /**
         * Name of the reference in the prompt that is replaced; null = each is added.
         */
        replaces?: string | null
        /**
         * Names of references without @; empty = none.
         *
         * @minItems 1
         * @maxItems 100
         */
        values: string[]
      }
  /**
   * What differs between rows.
   */
  y?:
    | {
        vary: 'prompt'
        /**
         * Text to replace in the prompt and the negative prompt.
         */
        find: string
        /**
         * Replacements; the text itself keeps the prompt.
         *
         * @minItems 1
         * @maxItems 100
         */
        values: string[]
      }
    | {
        vary: 'model'
        /**
         * Models, each as provider/model.
         *
         * @minItems 1
         * @maxItems 100
         */
        values: string[]
      }
    | {
        vary: 'seed' | 'guidance' | 'steps' | 'strength'
        /**
         * Numbers, or a text such as “20, 30”, “10-50 (+10)” or “0-1 [5]”.
         */
        values: (number | string)[] | string
      }
    | {
        vary: 'lora'
        /**
         * Name or address of the LoRA.
         */
        path: string
        /**
         * Numbers, or a text such as “20, 30”, “10-50 (+10)” or “0-1 [5]”.
         */
        values: (number | string)[] | string
      }
    | {
        vary: 'reference'
        /**
         * Name of the reference in the prompt that is replaced; null = each is added.
         */
        replaces?: string | null
        /**
         * Names of references without @; empty = none.
         *
         * @minItems 1
         * @maxItems 100
         */
        values: string[]
      }
  /**
   * What differs between pages.
   */
  z?:
    | {
        vary: 'prompt'
        /**
         * Text to replace in the prompt and the negative prompt.
         */
        find: string
        /**
         * Replacements; the text itself keeps the prompt.
         *
         * @minItems 1
         * @maxItems 100
         */
        values: string[]
      }
    | {
        vary: 'model'
        /**
         * Models, each as provider/model.
         *
         * @minItems 1
         * @maxItems 100
         */
        values: string[]
      }
    | {
        vary: 'seed' | 'guidance' | 'steps' | 'strength'
        /**
         * Numbers, or a text such as “20, 30”, “10-50 (+10)” or “0-1 [5]”.
         */
        values: (number | string)[] | string
      }
    | {
        vary: 'lora'
        /**
         * Name or address of the LoRA.
         */
        path: string
        /**
         * Numbers, or a text such as “20, 30”, “10-50 (+10)” or “0-1 [5]”.
         */
        values: (number | string)[] | string
      }
    | {
        vary: 'reference'
        /**
         * Name of the reference in the prompt that is replaced; null = each is added.
         */
        replaces?: string | null
        /**
         * Names of references without @; empty = none.
         *
         * @minItems 1
         * @maxItems 100
         */
        values: string[]
      }
  /**
   * Order in which cells are queued.
   */
  order?: 'listed' | 'cheapest'
  /**
   * File below the output folder for the labeled grid: .png, .jpg, .webp or .pdf (a page for each z). Nothing is overwritten.
   */
  output?: string
  /**
   * Longer side of each image in that file, in pixels.
   */
  cell_px?: number
  /**
   * Refuse the call if all its images together could cost more than this, USD, or if the price is unknown.
   */
  max_cost_usd?: number
  /**
   * Return the price and warnings, and send nothing.
   */
  estimate_only?: boolean
}

export interface MakeGridResult {
  success: boolean
  grid: {
    id: string | null
    name: string
    cost_estimate: number | null
    cost: number | null
    unpriced: number
    axes: {
      label: string
      values: string[]
    }[]
    cells: {
      position: string[]
      state: 'done' | 'refused' | 'failed' | 'canceled' | 'unknown' | 'impossible' | 'deleted' | 'missing'
      image: string | null
      error: string | null
    }[]
  }
  path: string | null
  warnings: {
    code: string
    message: string
  }[]
  error: string | null
  error_code: string | null
}

/**
 * Make several masked edits of each of many images in one run: every step has a mask, and its own prompt, model and strength, or is removed for free. For a plan file of the user (*.atelier-plan.json), for the same edits on a whole set of photos, or for edits of several areas of one image that should give one result; for a single edit use edit_image. Steps that do not overlap run together; nothing outside the masks changes. Cloud providers charge for each step of each image: use estimate_only to learn the price of all, and max_cost_usd. Takes minutes; canceling stops what has not been sent. Example: {"plan":{"steps":[{"mask":{"words":"sky"},"model":"openai/gpt-image-2","prompt":"a sunset sky"},{"mask":{"file":"/home/me/photos/sign.png"},"task":"remove"}]},"images":["/home/me/photos/street.jpg","LIBRARY_ID"],"max_cost_usd":1}. Returns for each image the ID and path of its one result, the state, cost and error of every step, and changed_outside, which is 0.
 */
export interface RunPlanParameters {
  /**
   * Path of a plan file (JSON or YAML) in an allowed folder. Its mask files are in the same folder. Give this or plan.
   */
  plan_file?: string
  plan?: EditPlanFile
  /**
   * The images to edit, each with all steps. Masks are scaled to images of the same shape; words, subject and background are found on each.
   *
   * @minItems 1
   * @maxItems 1000
   *
   * Items: An image: its library ID, a file path in an allowed folder, an https address, or a data: URL. What is not in the library yet is imported.
   */
  images: string[]
  /**
   * Folder below the output folder for copies of the results. Default: they stay in the library.
   */
  folder?: string
  /**
   * Refuse the call if all its images together could cost more than this, USD, or if the price is unknown.
   */
  max_cost_usd?: number
  /**
   * Return the price and warnings, and send nothing.
   */
  estimate_only?: boolean
}
/**
 * The plan itself, as in a plan file. Here the file of a mask is a path in an allowed folder, such as select_object returns, or a library ID.
 */
export interface EditPlanFile {
  $schema?: string
  /**
   * Name of the plan. Default: the name of the file.
   */
  name?: string
  /**
   * Edits in order. Those that do not overlap run together.
   *
   * @minItems 1
   * @maxItems 40
   */
  steps: {
    /**
     * Name of the step. Default: its number.
     */
    name?: string
    /**
     * Where the image may change: a file, an embedded PNG, or a rule that finds it on each image.
     */
    mask: {
      /**
       * Mask image in the folder of the plan, white = edit. Scaled to each image of the same shape.
       */
      file?: string
      /**
       * Mask as a PNG file in base64, white = edit. Scaled to each image of the same shape.
       */
      png?: string
      /**
       * Size of the embedded mask in pixels.
       */
      width?: number
      /**
       * Size of the embedded mask in pixels.
       */
      height?: number
      /**
       * Finds the subject of each image, or everything but the subject. Needs a local model.
       */
      find?: 'subject' | 'background'
      /**
       * Finds an object by words, such as “the left cup” or “sky”. Needs local models.
       */
      words?: string
      /**
       * With words: everything that fits them, not only the best match.
       */
      all?: boolean
    }
    /**
     * Fill, add or remove. Default: fill; without a model: remove.
     */
    task?: 'fill' | 'add' | 'remove'
    /**
     * What you want in the mask. Required unless the task is remove.
     */
    prompt?: string
    /**
     * What to avoid.
     */
    negative_prompt?: string
    /**
     * Model as provider/model, such as openai/gpt-image-2. Default: content-aware fill on this computer.
     */
    model?: string
    /**
     * Without model: name of a local model for removal. Default: content-aware fill.
     */
    fill_model?: string
    /**
     * Denoising strength, 0 to 1. Default: the model’s.
     */
    strength?: number
    /**
     * Default: random.
     */
    seed?: number | string
    /**
     * Pixels by which the mask grows. Default: automatic, as in the window.
     */
    grow_px?: number
    /**
     * Pixels over which the mask then fades out. Default: automatic, as in the window.
     */
    feather_px?: number
    /**
     * false = the step is skipped.
     */
    on?: boolean
  }[]
}

export interface RunPlanResult {
  success: boolean
  plan: {
    name: string
    cost_estimate: number | null
    cost: number | null
    unpriced: number
    images: {
      source: string
      name: string
      state: 'impossible' | 'waiting' | 'running' | 'done' | 'failed' | 'uncertain' | 'stopped'
      steps: {
        name: string
        state: 'missing' | 'waiting' | 'blocked' | 'queued' | 'running' | 'done' | 'failed'
        image: string | null
        billed: string | null
        cost: number | null
        error: string | null
        warnings: string[]
      }[]
      result: string | null
      path: string | null
      changed_inside: number | null
      changed_outside: number | null
      error: string | null
      warnings: string[]
      cost: number | null
      unpriced: number
    }[]
  }
  warnings: {
    code: string
    message: string
  }[]
  error: string | null
  error_code: string | null
}

/**
 * Remove or repair the masked area from its surroundings, free, offline and in seconds (content-aware fill, or a removal model). Takes no prompt: to put something specific there use edit_image. Example: {"input_image":"/home/me/photos/street.jpg","mask_image":"/home/me/photos/bin.png","grow":4}. Returns the new image; changed_outside is 0.
 */
export interface FillImageParameters {
  /**
   * An image: its library ID, a file path in an allowed folder, an https address, or a data: URL. What is not in the library yet is imported.
   */
  input_image: string
  /**
   * Mask of exactly the image’s size: a path (as from select_object), library ID or PNG data: URL. White is changed, black is kept, gray blends; in a photo with transparent holes, the holes are changed. Values go up to white (255 with 8 bits), not from 0 to 1.
   */
  mask_image: string
  /**
   * Removal model on this computer (LaMa, MI-GAN). Default: content-aware fill.
   */
  model?: string
  /**
   * Pixels by which the mask is grown, 0 to 512.
   */
  grow?: number
  /**
   * Pixels over which the mask fades out, 0 to 512.
   */
  feather?: number
  /**
   * Second mask, of the image’s size: fill only with content from its white area. Not with a model.
   */
  sampling_image?: string
  /**
   * Strength of color matching at the seam, 0 to 1. Default: 0.5. Not with a model.
   */
  color_adaptation?: number
  /**
   * The same seed gives the same result. Default: random.
   */
  seed?: number
  /**
   * How images are returned, not their file format: filepath; url adds a file: URL; b64 adds the data as base64, which is large.
   */
  output_format?: 'filepath' | 'url' | 'b64'
}

export type FillImageResult = GenerateImageResult

/**
 * Make the canvas larger and fill the new border from the image’s own content, free and offline; nothing is cropped. Give either pixels for the sides, or an aspect ratio, which adds evenly on both sides. To outpaint by words use edit_image with a frame. Example: {"input_image":"LIBRARY_ID","left":200,"right":200}. Returns the new image.
 */
export interface ExpandImageParameters {
  /**
   * An image: its library ID, a file path in an allowed folder, an https address, or a data: URL. What is not in the library yet is imported.
   */
  input_image: string
  /**
   * Pixels to add on this side, 0 to 8192.
   */
  left?: number
  /**
   * Pixels to add on this side, 0 to 8192.
   */
  top?: number
  /**
   * Pixels to add on this side, 0 to 8192.
   */
  right?: number
  /**
   * Pixels to add on this side, 0 to 8192.
   */
  bottom?: number
  /**
   * Aspect ratio to expand to, such as “16:9”, instead of sides.
   */
  aspect_ratio?: string
  /**
   * The same seed gives the same result. Default: random.
   */
  seed?: number
  /**
   * How images are returned, not their file format: filepath; url adds a file: URL; b64 adds the data as base64, which is large.
   */
  output_format?: 'filepath' | 'url' | 'b64'
}

export type ExpandImageResult = GenerateImageResult

/**
 * Enlarge an image to 2 or 4 times its width and height with an upscaling model on this computer, free. Needs an upscaler (list_models with provider “local”, upscaling true). Example: {"input_image":"LIBRARY_ID","scale":4}. Returns the larger image.
 */
export interface UpscaleImageParameters {
  /**
   * An image: its library ID, a file path in an allowed folder, an https address, or a data: URL. What is not in the library yet is imported.
   */
  input_image: string
  /**
   * 2 or 4.
   */
  scale?: 2 | 4
  /**
   * ID of the upscaler; required if several are installed.
   */
  model?: string
  /**
   * How images are returned, not their file format: filepath; url adds a file: URL; b64 adds the data as base64, which is large.
   */
  output_format?: 'filepath' | 'url' | 'b64'
}

export type UpscaleImageResult = GenerateImageResult

/**
 * Cut out the subject of an image, free and offline: the background becomes transparent, or is replaced by a color, another image or its own blur (give at most one of color, background_image and blur). To paint a new background from a prompt use edit_image with the intent “background” and a mask; for a single object use select_object. Needs a model for background removal (BiRefNet, MODNet); an error says which one to install. Example: {"input_image":"/home/me/photos/mug.jpg","color":"#ffffff"}. Returns the new image, a PNG; with only_mask, the path of the mask instead. The subject keeps its exact colors.
 */
export interface RemoveBackgroundParameters {
  /**
   * An image: its library ID, a file path in an allowed folder, an https address, or a data: URL. What is not in the library yet is imported.
   */
  input_image: string
  /**
   * Color behind the subject, such as “#ffffff”.
   */
  color?: string
  /**
   * Image behind the subject, scaled to cover everything. An image: its library ID, a file path in an allowed folder, an https address, or a data: URL. What is not in the library yet is imported.
   */
  background_image?: string
  /**
   * Blur the background: radius in percent of the longer side, 0.1 to 10; 1.5 looks like a portrait lens.
   */
  blur?: number
  /**
   * Make no image, only the mask of the subject (white = subject) for mask_image of other tools.
   */
  only_mask?: boolean
  /**
   * Name of a model for background removal on this computer. Default: the one chosen in Atelier, or the first.
   */
  model?: string
  /**
   * How images are returned, not their file format: filepath; url adds a file: URL; b64 adds the data as base64, which is large.
   */
  output_format?: 'filepath' | 'url' | 'b64'
}

export interface RemoveBackgroundResult {
  success: boolean
  images: {
    id: string | null
    mime: string
    path: string
    url: string | null
    b64: string | null
    seed_used: (number | string) | null
    revised_prompt: string | null
    width: number | null
    height: number | null
  }[]
  provider: string | null
  model: string | null
  timing_ms: number | null
  cost_estimate: number | null
  cost: number | null
  changed_inside: number | null
  changed_outside: number | null
  warnings: {
    code: string
    message: string
  }[]
  outcome: string | null
  billed: string | null
  error: string | null
  error_code: string | null
  mask_path: string | null
}

/**
 * Make a mask of an object in an image, free and offline: by points on it and a box around it, or by words. Pass mask_path as mask_image to edit_image or fill_image. Needs a segmentation model, and for words a detection model; an error says which one to install. Coordinates are pixels from the top left. Example: {"input_image":"/home/me/photos/desk.jpg","words":"the left cup"}. Returns the path of the mask and the boxes found.
 */
export interface SelectObjectParameters {
  /**
   * An image: its library ID, a file path in an allowed folder, an https address, or a data: URL.
   */
  input_image: string
  /**
   * Points on the object, [x, y] each, pixels.
   *
   * @maxItems 100
   */
  points?: [number, number][]
  /**
   * Points that are not part of it, [x, y] each, pixels.
   *
   * @maxItems 100
   */
  exclude?: [number, number][]
  /**
   * Box around the object: [x, y, width, height], pixels.
   *
   * @minItems 4
   * @maxItems 4
   */
  box?: [number, number, number, number]
  /**
   * What to select, in words, such as “the left cup”.
   */
  words?: string
  /**
   * With words: select all objects found, not only the best one.
   */
  all?: boolean
}

export interface SelectObjectResult {
  mask_path: string
  width: number
  height: number
  model: string
  found: {
    /**
     * @minItems 4
     * @maxItems 4
     */
    box: [number, number, number, number]
    score: number
  }[]
}

/**
 * Compose a prompt for a model from parts (subject, style, mood, lighting …), in the way that model reads best. Free, sends nothing. Example: {"base_prompt":"cat","style":"photorealistic","mood":"peaceful","lighting":"golden hour"}. Returns the prompt, and a negative prompt if the model has one.
 */
export interface PromptCompilerParameters {
  /**
   * The subject, such as “a cat on a windowsill”.
   */
  base_prompt: string
  /**
   * Style, such as “photorealistic”.
   */
  style?: string
  /**
   * Mood, such as “peaceful”.
   */
  mood?: string
  /**
   * Light, such as “golden hour”.
   */
  lighting?: string
  /**
   * Composition, such as “from below”.
   */
  composition?: string
  /**
   * Camera, such as “85 mm, f/1.8”.
   */
  camera?: string
  /**
   * Colors, such as “muted greens”.
   */
  palette?: string
  /**
   * Medium, such as “oil painting”.
   */
  medium?: string
  /**
   * What not to show.
   */
  negative?: string
  /**
   * Model to write for, as provider/model, such as “openai/gpt-image-2” (IDs: list_models). Default: plain sentences.
   */
  model?: string
  /**
   * Writing style instead of a model: sentence (prose), tags (comma-separated), weights ((word:1.2)).
   */
  dialect?: 'sentence' | 'tags' | 'weights'
}

export interface PromptCompilerResult {
  prompt: string
  negative_prompt: string | null
  dialect: 'sentence' | 'tags' | 'weights'
  notes: string[]
}

/**
 * Describe what an image shows, with a Florence-2 model on this computer, free and offline: for alternative texts, tags or a prompt to start from. If you can see images yourself, get_image shows one. Needs the model; an error says which one to install. Example: {"input_image":"/home/me/photos/harbor.jpg","parts":["caption","tags"]}. Returns caption (a sentence), description (a paragraph) and tags. Those of a library image are kept with it, so that search_library finds them (description:harbor).
 */
export interface DescribeImageParameters {
  /**
   * An image: its library ID, a file path in an allowed folder, an https address, or a data: URL.
   */
  input_image: string
  /**
   * What to return: caption, description, tags. Default: all.
   *
   * @minItems 1
   * @maxItems 3
   */
  parts?: ('caption' | 'description' | 'tags')[]
  /**
   * Name of a Florence-2 model on this computer. Default: the one chosen in Atelier, or the first.
   */
  model?: string
}

export interface DescribeImageResult {
  model: string
  caption: string | null
  description: string | null
  tags: string[] | null
}

/**
 * Compute the embedding of one image or one text with a CLIP or SigLIP model on this computer, free. Two vectors of the same model are compared by their dot product. To find images in the library use search_library with looks or like. Give exactly one of image_path and text. Example: {"image_path":"/path/to/image.png"}. Returns a unit vector.
 */
export interface ClipEmbeddingsParameters {
  /**
   * An image: its library ID, a file path in an allowed folder, an https address, or a data: URL.
   */
  image_path?: string
  /**
   * Text to embed, instead of an image.
   */
  text?: string
  /**
   * Name of an embedding model on this computer. Default: the one used for search.
   */
  model?: string
}

export interface ClipEmbeddingsResult {
  model: string
  dimension: number
  vector: number[]
}

/**
 * Find images in the library, free: by words and filters (query), ranked by what they show (looks), or by similarity to an image (like); filters narrow all three. An empty query lists the newest. Example: {"query":"heron rating:>3","limit":10}. Returns the total, and IDs, names, paths and prompts; use get_image for more.
 */
export interface SearchLibraryParameters {
  /**
   * Words and filters: tag:, provider:, model:flux* (* = any ending), rating:>=3 (0 to 5), cost:<0.05, width:>=2000, after:2026-10-03, before:2026-11, on:yesterday (when it was made or added), name:, prompt:, reference:anna (made with it), likeness:anna (ranks by likeness to it; needs a model). Quotes keep words together, as in tag:"client work"; a minus excludes, as in -fog.
   */
  query?: string
  /**
   * What images show, in words. Needs a CLIP or SigLIP model; without one the call fails: use query.
   */
  looks?: string
  /**
   * Image to compare with: library ID, file path, https address or data: URL. Needs a CLIP or SigLIP model.
   */
  like?: string
  /**
   * At most this many, 1 to 200.
   */
  limit?: number
  /**
   * Skip this many, to page through the results.
   */
  offset?: number
}

export interface SearchLibraryResult {
  total: number
  images: {
    id: string
    name: string
    path: string
    width: number
    height: number
    prompt: string | null
    provider: string | null
    model: string | null
    rating: number
    tags: string[]
    created_at: string
    similarity: number | null
  }[]
  warnings: {
    code: string
    message: string
  }[]
}

/**
 * List the named references: people, things, places and styles that the user has set up. Write @name in a prompt to use one: models that take reference images get its images, others its description. Respect its rights. Free. Example: {"kind":"person"}. Returns name, kind, note, description, rights, library IDs of its images, and the number of images made with it (uses).
 */
export interface ListReferencesParameters {
  /**
   * Only references of this kind.
   */
  kind?: 'person' | 'thing' | 'place' | 'style'
}

export interface ListReferencesResult {
  references: {
    name: string
    kind: 'person' | 'thing' | 'place' | 'style'
    note: string
    description: string
    rights: string
    images: string[]
    uses: number
  }[]
}

/**
 * Get everything known about an image of the library by its ID: file, size, how it was made (prompt, model, seed), cost, changed_outside of an edit, annotations, what it was made from and into, with a small preview. “repeat” is the tool call that makes it again: change the seed for another one. Find IDs with search_library. Example: {"id":"LIBRARY_ID"}.
 */
export interface GetImageParameters {
  /**
   * Library ID of the image.
   */
  id: string
}

export interface GetImageResult {
  image: {
    id: string
    name: string
    path: string
    width: number
    height: number
    prompt: string | null
    provider: string | null
    model: string | null
    rating: number
    tags: string[]
    created_at: string
    similarity: number | null
  }
  mime: string
  bytes: number
  is_in_trash: boolean
  is_missing: boolean
  is_damaged: boolean
  recipe: {
    [k: string]: unknown
  }
  notes: string
  made_from: {
    id: string
    how: string
  }[]
  made_into: {
    id: string
    how: string
  }[]
  repeat: {
    tool: string
    parameters: {
      [k: string]: unknown
    }
    differences: {
      code: string
      message: string
    }[]
  } | null
}

/**
 * Rate (0 to 5 stars), flag, label, tag, annotate and collect images of the library, free; what is left out stays as it is. To sort what search_library found, or to keep the best of several results together. Images are never removed. Example: {"ids":["01JD0000000000000000000000"],"rating":4,"add_tags":["heron"],"add_to":"Best of May"}. Returns the annotations of the images afterwards.
 */
export interface OrganizeImagesParameters {
  /**
   * Library IDs of the images; all are changed or none.
   *
   * @minItems 1
   * @maxItems 500
   */
  ids: string[]
  /**
   * Stars, 0 (none) to 5.
   */
  rating?: number
  /**
   * pick, reject or none.
   */
  flag?: 'none' | 'pick' | 'reject'
  /**
   * Color label, or none.
   */
  label?: 'red' | 'yellow' | 'green' | 'blue' | 'purple' | 'none'
  /**
   * Replaces the notes; an empty text removes them.
   */
  notes?: string
  /**
   * Tags to add; spelling in upper or lower case is the same tag.
   *
   * @maxItems 50
   */
  add_tags?: string[]
  /**
   * Tags to remove.
   *
   * @maxItems 50
   */
  remove_tags?: string[]
  /**
   * Name of a collection; created if there is none.
   */
  add_to?: string
  /**
   * Name of the collection to remove the images from.
   */
  take_from?: string
}

export interface OrganizeImagesResult {
  images: {
    id: string
    name: string
    rating: number
    flag: 'none' | 'pick' | 'reject'
    label: string | null
    notes: string
    /**
     * @maxItems 200
     */
    tags: string[]
  }[]
}

/**
 * Measure how much two images differ: number and share (0 to 1) of changed pixels, box around them, largest difference of a channel (0 to 255), structural similarity (SSIM, 1 = the same). A second image of another size is scaled to the first. To check an edit, see also changed_outside in get_image. Example: {"first":"LIBRARY_ID","second":"LIBRARY_ID"}.
 */
export interface CompareImagesParameters {
  /**
   * An image: its library ID, a file path in an allowed folder, an https address, or a data: URL.
   */
  first: string
  /**
   * An image: its library ID, a file path in an allowed folder, an https address, or a data: URL.
   */
  second: string
}

export interface CompareImagesResult {
  width: number
  height: number
  is_scaled: boolean
  pixels: number
  changed_pixels: number
  changed_share: number
  changed_box: [number, number, number, number] | null
  max_difference: number
  ssim: number
}

/**
 * Write images of the library as files into the output folder, converted and resized if asked. Nothing is overwritten: a number is added. Example: {"ids":["LIBRARY_ID"],"format":"webp","longest_side":2048}. Returns the paths.
 */
export interface ExportImageParameters {
  /**
   * Library IDs of the images.
   *
   * @minItems 1
   * @maxItems 200
   */
  ids: string[]
  /**
   * Folder below the output folder. Default: the output folder itself.
   */
  folder?: string
  /**
   * original (default), png, jpeg, webp, avif or tiff.
   */
  format?: 'png' | 'jpeg' | 'webp' | 'avif' | 'tiff' | 'original'
  /**
   * Longest side in pixels; smaller images stay as they are.
   */
  longest_side?: number
  /**
   * Quality of lossy formats, 1 to 100.
   */
  quality?: number
}

export interface ExportImageResult {
  files: {
    id: string
    path: string
  }[]
  failed: {
    name: string
    error: string
    error_code: string
  }[]
  warnings: {
    code: string
    message: string
  }[]
}

/**
 * List the image providers with whether they are ready (have a key), their default model and health. Free. Use it first to see what you can generate with. Example: {"only_ready":true}.
 */
export interface ListProvidersParameters {
  /**
   * Only those that can be used now.
   */
  only_ready?: boolean
}

export interface ListProvidersResult {
  default_provider: string | null
  providers: {
    id: string
    label: string
    kind: string
    is_ready: boolean
    is_enabled: boolean
    has_key: boolean
    health: string
    default_model: string | null
    models: number
  }[]
}

/**
 * List the models of one provider, or of all that are ready, with what each can do: generate, edit, mask, variations, references, seeds, prices, own options, and its ratings, cost and time in your own work. Free. Example: {"provider":"bfl"}.
 */
export interface ListModelsParameters {
  /**
   * Provider ID, such as “bfl”. Default: all providers that are ready.
   */
  provider?: string
}

export interface ListModelsResult {
  models: {
    provider: string
    id: string
    label: string
    state: string
    generate: boolean
    edit: string
    mask: string
    variations: string
    references_max: number
    negative_prompt: boolean
    seed: string
    qualities: string[]
    price: {
      [k: string]: unknown
    }
    options: {
      [k: string]: unknown
    }[]
    upscaling: boolean
    control_nets: string[] | null
    value: {
      images: number
      kept: number
      cost_usd: number | null
      reported_prices: number
      estimated_prices: number
      median_ms: number | null
      rating: number | null
      rating_low: number | null
      rating_high: number | null
      rated_by: number
      standing: 'front' | 'dominated' | 'few-data' | 'no-price' | 'unavailable'
    } | null
    suggested_for: ('draft' | 'final')[]
  }[]
}

/**
 * What was spent, USD: totals of today and of this month, and the latest attempts with their cost and outcome, of a span of days if given. Free. Example: {"limit":10}.
 */
export interface LedgerParameters {
  /**
   * First day, such as “2026-11-01”.
   */
  since?: string
  /**
   * Last day.
   */
  until?: string
  /**
   * At most this many, 1 to 200.
   */
  limit?: number
}

export interface LedgerResult {
  today: {
    usd: number
    maybe_usd: number
    unpriced: number
    attempts: number
    images: number
  }
  this_month: {
    usd: number
    maybe_usd: number
    unpriced: number
    attempts: number
    images: number
  }
  attempts: {
    time: string
    provider: string
    model: string
    operation: string
    outcome: string
    billed: string
    estimate_usd: number | null
    real_usd: number | null
    request_id: string | null
    started_by: string
  }[]
}

/** What each tool takes and returns. */
export interface ToolTypes {
  generate_image: { parameters: GenerateImageParameters; result: GenerateImageResult }
  edit_image: { parameters: EditImageParameters; result: EditImageResult }
  image_variations: { parameters: ImageVariationsParameters; result: ImageVariationsResult }
  make_grid: { parameters: MakeGridParameters; result: MakeGridResult }
  run_plan: { parameters: RunPlanParameters; result: RunPlanResult }
  fill_image: { parameters: FillImageParameters; result: FillImageResult }
  expand_image: { parameters: ExpandImageParameters; result: ExpandImageResult }
  upscale_image: { parameters: UpscaleImageParameters; result: UpscaleImageResult }
  remove_background: { parameters: RemoveBackgroundParameters; result: RemoveBackgroundResult }
  select_object: { parameters: SelectObjectParameters; result: SelectObjectResult }
  prompt_compiler: { parameters: PromptCompilerParameters; result: PromptCompilerResult }
  describe_image: { parameters: DescribeImageParameters; result: DescribeImageResult }
  clip_embeddings: { parameters: ClipEmbeddingsParameters; result: ClipEmbeddingsResult }
  search_library: { parameters: SearchLibraryParameters; result: SearchLibraryResult }
  list_references: { parameters: ListReferencesParameters; result: ListReferencesResult }
  get_image: { parameters: GetImageParameters; result: GetImageResult }
  organize_images: { parameters: OrganizeImagesParameters; result: OrganizeImagesResult }
  compare_images: { parameters: CompareImagesParameters; result: CompareImagesResult }
  export_image: { parameters: ExportImageParameters; result: ExportImageResult }
  list_providers: { parameters: ListProvidersParameters; result: ListProvidersResult }
  list_models: { parameters: ListModelsParameters; result: ListModelsResult }
  ledger: { parameters: LedgerParameters; result: LedgerResult }
}
/** Why something failed, for programs to branch on. */
export type AtelierErrorCode =
  | 'request/invalid'
  | 'request/forbidden-caller'
  | 'request/cancelled'
  | 'credential/missing'
  | 'credential/unavailable'
  | 'credential/rejected'
  | 'credential/other-host'
  | 'provider/unsupported'
  | 'provider/disabled'
  | 'provider/invalid-request'
  | 'provider/unknown-model'
  | 'provider/wrong-address'
  | 'provider/quota'
  | 'provider/rate-limited'
  | 'provider/unavailable'
  | 'provider/task-failed'
  | 'provider/task-expired'
  | 'provider/bad-reply'
  | 'money/needs-approval'
  | 'money/over-cap'
  | 'money/limits-unreadable'
  | 'network/offline'
  | 'network/interrupted'
  | 'network/timeout'
  | 'network/blocked-url'
  | 'download/refused'
  | 'download/mismatch'
  | 'configuration/invalid'
  | 'engine/missing'
  | 'engine/unusable'
  | 'engine/failed'
  | 'engine/stopped'
  | 'engine/out-of-memory'
  | 'engine/device-lost'
  | 'fill/empty-mask'
  | 'fill/nothing-to-copy'
  | 'edit/does-not-fit'
  | 'storage/full'
  | 'storage/read-only'
  | 'storage/locked'
  | 'storage/corrupt'
  | 'storage/migration-failed'
  | 'storage/not-found'
  | 'storage/unreachable'
  | 'storage/exists'
  | 'media/undecodable'
  | 'media/unsupported'
  | 'media/too-large'
  | 'imaging/process-exited'
  | 'vision/no-subject'
  | 'vision/no-text'
  | 'vision/process-exited'
  | 'model/unsupported'
  | 'model/damaged'
  | 'model/missing'
  | 'update/unreadable'
  | 'update/unsigned'
  | 'update/busy'
  | 'update/failed'
  | 'internal/bug'
