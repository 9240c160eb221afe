import { node, sampling, sides, seed, plain, workflow, says, form, json } from './comfy-base.ts'
import type { ForeignForm } from './foreign-form.ts'

export const comfySaverForms: readonly ForeignForm[] = [
  form('PNG', { container: 'png', texts: { prompt: json(plain), workflow: json(workflow) } }),
  form('WebP', {
    container: 'webp',
    tags: { 0x010f: `workflow:${json(workflow)}`, 0x0110: `prompt:${json(plain)}` },
  }),
  ...(['jpeg', 'webp'] as const).flatMap((container) => [
    form(`Save Image Extended, ${container}`, {
      container,
      tags: { 0x010e: `Workflow: ${json(workflow)}`, 0x010f: `Prompt: ${json(plain)}` },
    }),
    // In IFD0, as plain text.
    form(`SaveImagePlus, ${container}`, { container, tags: { 0x9286: json({ prompt: plain, workflow }) } }),
  ]),
  form('packed by a converter, JPEG', {
    container: 'jpeg',
    comment: json({ prompt: json(plain), workflow: json(workflow) }),
  }),
  form(
    'Save Image w/ Metadata with nothing connected, PNG',
    {
      container: 'png',
      texts: {
        parameters:
          'unknown\nNegative prompt: unknown\nSteps: 30, Sampler: dpmpp_2m_simple, CFG Scale: 8.0, Seed: 0, Size: 512x512, Model hash: 217d, Model: never_used, Version: ComfyUI',
        prompt: json({
          ...plain,
          '10': node('Save Image w/Metadata', { positive: 'unknown', negative: 'unknown', seed_value: 0, width: 512 }),
        }),
      },
    },
    { ...says, options: { ...says.options, modelHash: '217d' } },
  ),
  form(
    'Save Image w/ Metadata without the graph, JPEG',
    {
      container: 'jpeg',
      comment: `a fox\nNegative prompt: dog\nSteps: 20, Sampler: euler_karras, CFG Scale: 5.0, Seed: ${seed}, Size: 832x1216, Model: sdxl, Version: ComfyUI`,
    },
    { ...says, model: 'sdxl', strength: null, options: { sampler: 'euler_karras' } },
  ),
  form(
    'Civitai, JPEG',
    {
      container: 'jpeg',
      comment: json({
        'resource-stack': node('CheckpointLoaderSimple', {
          ckpt_name: 'urn:air:sdxl:checkpoint:civitai:827184@2514310',
        }),
        ...plain,
        '3': node('KSampler', { seed, ...sampling, model: ['resource-stack', 0], ...sides, latent_image: ['5', 0] }),
        extra: { airs: ['urn:air:sdxl:checkpoint:civitai:827184@2514310'] },
        extraMetadata: json({ prompt: 'a fox', negativePrompt: 'dog', steps: 25, seed: 1, resources: [] }),
      }),
    },
    { ...says, model: 'urn:air:sdxl:checkpoint:civitai:827184@2514310' },
  ),
  form(
    'Civitai, an upscaler alone, JPEG',
    {
      container: 'jpeg',
      comment: json({
        '17': node('LoadImage', { image: 'https://example.com/a.jpeg' }),
        '20': node('UpscaleModelLoader', { model_name: 'urn:air:other:upscaler:civitai:147759@164821' }),
        '19': node('ImageUpscaleWithModel', { upscale_model: ['20', 0], image: ['17', 0] }),
        '12': node('SaveImage', { images: ['19', 0] }),
        extra: {},
        extraMetadata: json({
          prompt: 'a fox',
          negativePrompt: 'dog',
          cfgScale: 5,
          sampler: 'Euler a',
          clipSkip: 2,
          steps: 25,
          baseModel: 'Illustrious',
          width: 1024,
          height: 768,
          seed: 1_311_178_179,
        }),
      }),
    },
    {
      prompt: 'a fox',
      model: 'Illustrious',
      seed: 1_311_178_179,
      negativePrompt: 'dog',
      steps: 25,
      guidance: 5,
      requestedSize: '1024x768',
      options: { sampler: 'Euler a', clipSkip: 2 },
    },
  ),
]

export const tensorArtForms: readonly ForeignForm[] = [
  form(
    'TensorArt, PNG',
    {
      container: 'png',
      texts: {
        generation_data: `${json({
          prompt: 'a fox',
          negativePrompt: 'dog',
          width: 832,
          height: 1216,
          seed: '-1',
          models: [{ type: 'LORA', modelFileName: 'ink', weight: 0.7 }],
          baseModel: { label: 'v16', modelFileName: 'WAI-16', hash: 'A5F5' },
        })}\0`,
        prompt: json({
          ...plain,
          '4': node('ECHOCheckpointLoaderSimple', { ckpt_name: 'EMS-1401459-EMS.safetensors' }),
        }),
      },
    },
    {
      ...says,
      model: 'WAI-16',
      loras: [{ path: 'ink', scale: 0.7 }],
      options: { ...says.options, modelHash: 'A5F5' },
    },
  ),
]
