import {
  end,
  form,
  graph,
  json,
  node,
  plain,
  sampler,
  sampling,
  says,
  seed,
  sides,
  start,
  words,
  type Graph,
} from './comfy-base.ts'
import type { ForeignForm } from './foreign-form.ts'

const otherSides = { positive: ['16', 0], negative: ['16', 0] }
const other = { '16': node('CLIPTextEncode', { text: 'a red face', clip: ['4', 1] }) }
const otherSampling = { ...sampling, seed: 9, steps: 7, cfg: 2, sampler_name: 'ddim', denoise: 0.4 }
const fromLoader = { model: ['4', 0], clip: ['4', 1], vae: ['4', 2] }
const bundle = { ...fromLoader, ...sides, latent: ['5', 0] }
/** By the outputs of Efficiency nodes. */
const given = (id: string) => ({
  model: [id, 0],
  positive: [id, 1],
  negative: [id, 2],
  latent_image: [id, 3],
  optional_vae: [id, 4],
})

/** The same graph as on screen: outputs have names and types. */
const onScreen = (prompt: Graph, outputs: Readonly<Record<string, readonly (readonly [string, string])[]>>) => ({
  nodes: Object.entries(prompt).map(([id, { class_type }]) => ({
    id: Number(id),
    type: class_type,
    outputs: outputs[id]?.map(([name, type]) => ({ name, type, links: [1] })) ?? [],
  })),
})
const withScreen = (
  name: string,
  prompt: Graph,
  outputs: Parameters<typeof onScreen>[1],
  expected = says as ForeignForm['says'],
) =>
  form(name, { container: 'png', texts: { prompt: json(prompt), workflow: json(onScreen(prompt, outputs)) } }, expected)
const loaderOutputs = {
  '4': [
    ['MODEL', 'MODEL'],
    ['CLIP', 'CLIP'],
    ['VAE', 'VAE'],
  ],
  '5': [['LATENT', 'LATENT']],
  '6': [['CONDITIONING', 'CONDITIONING']],
  '7': [['CONDITIONING', 'CONDITIONING']],
} as const

const unknownBundle: Graph = {
  ...words,
  ...start,
  ...end,
  '30': node('Everything in One', { n: ['7', 0], p: ['6', 0], m: ['4', 0], l: ['5', 0] }),
  '3': sampler({ model: ['30', 2], positive: ['30', 1], negative: ['30', 0], latent_image: ['30', 3] }),
}

/** What is connected, and what is only beside it. */
const besideForms: readonly ForeignForm[] = [
  graph('a VAE and CLIP layers that nothing takes', {
    '1': node('VAELoader', { vae_name: 'never-used.safetensors' }),
    '2': node('CLIPSetLastLayer', { stop_at_clip_layer: -2, clip: ['4', 1] }),
    ...plain,
  }),
  graph(
    'a VAE and CLIP layers behind reroutes and a LoRA, beside others',
    {
      '1': node('VAELoader', { vae_name: 'of-the-mask.safetensors' }),
      '2': node('CLIPSetLastLayer', { stop_at_clip_layer: -5, clip: ['4', 1] }),
      ...plain,
      '5': node('VAEEncodeForInpaint', { pixels: ['21', 0], mask: ['21', 1], vae: ['1', 0] }),
      '21': node('LoadImage', { image: 'a.png' }),
      '6': node('CLIPTextEncode', { text: 'a fox', clip: ['13', 1] }),
      '7': node('CLIPTextEncode', { text: 'dog', clip: ['2', 0] }),
      '3': sampler({ model: ['13', 0] }),
      '8': node('VAEDecode', { samples: ['3', 0], vae: ['11', 0] }),
      '10': node('VAELoader', { vae_name: 'sharp.safetensors' }),
      '11': node('Reroute', { '': ['10', 0] }),
      '12': node('CLIPSetLastLayer', { stop_at_clip_layer: -2, clip: ['4', 1] }),
      '13': node('LoraLoader', {
        lora_name: 'ink',
        strength_model: 0.5,
        strength_clip: 1,
        model: ['4', 0],
        clip: ['14', 0],
      }),
      '14': node('Reroute', { '': ['12', 0] }),
    },
    {
      ...says,
      requestedSize: null,
      loras: [{ path: 'ink', scale: 0.5 }],
      options: { ...says.options, vae: 'sharp.safetensors', clipSkip: 2 },
    },
  ),
  graph(
    'the model of a context whose CLIP is of another one',
    {
      ...words,
      ...start,
      ...end,
      '17': node('CheckpointLoaderSimple', { ckpt_name: 'only-its-clip.safetensors' }),
      '18': node('LoraLoaderModelOnly', { lora_name: 'ink', strength_model: 0.5, model: ['4', 0] }),
      '30': node('Context (rgthree)', { clip: ['17', 1], model: ['18', 0], ...sides, latent: ['5', 0] }),
      '3': sampler({ model: ['30', 1], positive: ['30', 4], negative: ['30', 5], latent_image: ['30', 6] }),
    },
    { ...says, loras: [{ path: 'ink', scale: 0.5 }] },
  ),
  graph(
    'a model behind a node that has models of other kinds beside it',
    {
      ...plain,
      '3': sampler({ model: ['18', 0] }),
      '18': node('IPAdapterFaceID', { model: ['19', 0], insightface: ['20', 0], weight: 1 }),
      '19': node('LoraLoaderModelOnly', { lora_name: 'ink', strength_model: 0.5, model: ['4', 0] }),
      '20': node('IPAdapterInsightFaceLoader', { provider: 'CPU', model_name: 'buffalo_l' }),
    },
    { ...says, loras: [{ path: 'ink', scale: 0.5 }] },
  ),
  graph(
    'a number that another one is beside',
    {
      ...plain,
      '3': sampler({ steps: ['50', 0], cfg: ['51', 0] }),
      '50': node('Multiple Of', { number: 23, multiple: 8 }),
      '51': node('Constant', { value: 5, control_after_generate: 'fixed' }),
    },
    { ...says, steps: null },
  ),
]

/** Nodes of any name that only pass on. */
const passingForms: readonly ForeignForm[] = [
  graph('reroutes everywhere', {
    ...words,
    ...start,
    ...end,
    '3': sampler({
      seed: ['21', 0],
      model: ['22', 0],
      positive: ['23', 0],
      negative: ['24', 0],
      latent_image: ['25', 0],
    }),
    '20': node('PrimitiveInt', { value: seed }),
    '21': node('Reroute', { '': ['20', 0] }),
    '22': node('Reroute', { '': ['4', 0] }),
    '23': node('ImYourPostman', { anything: ['6', 0] }),
    '24': node('Reroute', { '': ['7', 0] }),
    '25': node('Reroute', { '': ['5', 0] }),
    '9': node('SaveImage', { images: ['26', 0] }),
    '26': node('Reroute', { '': ['8', 0] }),
  }),
  graph('a context under another name', {
    ...words,
    ...start,
    ...end,
    '20': node('PrimitiveInt', { value: seed }),
    '21': node('PrimitiveInt', { value: 20 }),
    '30': node('Suitcase', { ...bundle, seed: ['20', 0], steps: ['21', 0] }),
    '31': node('Suitcase', { base_ctx: ['30', 0] }),
    '3': sampler({
      seed: ['31', 8],
      steps: ['31', 9],
      model: ['31', 1],
      positive: ['31', 4],
      negative: ['31', 5],
      latent_image: ['31', 6],
    }),
  }),
  graph('a bundle in an order of its own', {
    ...words,
    ...start,
    ...end,
    '30': node('Suitcase', bundle),
    '3': sampler({ model: ['30', 0], positive: ['30', 1], negative: ['30', 2], latent_image: ['30', 3] }),
  }),
  graph(
    'a bundle of which one output is taken as two things',
    {
      ...words,
      ...start,
      ...end,
      '30': node('Suitcase', bundle),
      '3': sampler({ model: ['30', 0], positive: ['30', 1], negative: ['30', 1], latent_image: ['30', 3] }),
    },
    { ...says, prompt: null, negativePrompt: null },
  ),
  withScreen('a bundle whose inputs say nothing, as on screen', unknownBundle, {
    ...loaderOutputs,
    '30': [
      ['a', 'CONDITIONING'],
      ['b', 'CONDITIONING'],
      ['c', 'MODEL'],
      ['d', 'LATENT'],
    ],
  }),
  graph('outputs that begin with a model', {
    ...plain,
    '3': sampler({ model: ['30', 0], positive: ['30', 1], negative: ['30', 2] }),
    '30': node('ApplyInstantID', { model: ['4', 0], ...sides, weight: 0.8, image: ['21', 0] }),
    '21': node('LoadImage', { image: 'a.png' }),
  }),
  graph('switches by number', {
    ...plain,
    ...other,
    '3': sampler({ model: ['30', 0], positive: ['31', 0], steps: ['32', 0] }),
    '17': node('CheckpointLoaderSimple', { ckpt_name: 'not-chosen.safetensors' }),
    '30': node('CR Model Input Switch', { Input: 2, model1: ['17', 0], model2: ['4', 0] }),
    '31': node('CR Conditioning Input Switch', { Input: ['33', 0], conditioning1: ['16', 0], conditioning2: ['6', 0] }),
    '32': node('ImpactSwitch', { select: 2, sel_mode: false, input1: ['33', 0], input2: ['34', 0] }),
    '33': node('PrimitiveInt', { value: 2 }),
    '34': node('PrimitiveInt', { value: 20 }),
  }),
]

/** What samples is told by what goes in and comes out. */
const samplerForms: readonly ForeignForm[] = [
  graph('a sampler without a seed, of another name', {
    ...plain,
    '3': node('Denoiser', { ...sampling, noise: ['20', 0], model: ['4', 0], ...sides, latent_image: ['5', 0] }),
    '20': node('RandomNoise', { noise_seed: seed }),
  }),
  withScreen(
    'a sampler whose latent only the graph on screen tells',
    {
      ...words,
      '2': node('RandomNoise', { noise_seed: seed }),
      '3': node('Denoiser', { ...sampling, noise: ['2', 0], model: ['4', 0], ...sides, start: ['20', 0] }),
      '8': node('To Pixels', { x: ['3', 0] }),
      '9': node('SaveImage', { images: ['8', 0] }),
      '20': node('Square', { side: 64 }),
    },
    { ...loaderOutputs, '3': [['out', 'LATENT']], '8': [['IMAGE', 'IMAGE']] },
    { ...says, requestedSize: null },
  ),
  graph(
    'samplers in a row that give on what they were given',
    {
      '1': node('Efficient Loader', {
        ckpt_name: 'sdxl.safetensors',
        vae_name: 'sharp.safetensors',
        positive: 'a fox',
        negative: 'dog',
        empty_latent_width: 832,
        empty_latent_height: 1216,
      }),
      '3': node('KSampler (Efficient)', { seed, ...sampling, ...given('1') }),
      '12': node('KSampler (Efficient)', { seed: 9, ...sampling, steps: 7, denoise: 0.4, ...given('3') }),
      '9': node('SaveImage', { images: ['12', 5] }),
    },
    { ...says, options: { ...says.options, vae: 'sharp.safetensors', hiresSteps: 7, hiresStrength: 0.4 } },
  ),
  graph('nodes named after samplers that sample nothing', {
    '1': node('Sampler Settings', { ...otherSampling, model: ['4', 0], ...otherSides }),
    '2': node('KSampler Preset', { seed: 9, ...otherSides, latent: ['5', 0] }),
    ...plain,
    ...other,
    '3': sampler({ sampler_name: ['30', 0] }),
    '30': node('Sampler Selector', { sampler_name: 'euler', seed: 1 }),
    '9': node('SaveImage', { images: ['31', 0] }),
    '31': node('Image Resampler', { image: ['8', 0], seed: 3, ...otherSides }),
    '32': node('KSamplerAdvancedProvider', { ...otherSampling, basic_pipe: ['33', 0] }),
    '33': node('ToBasicPipe', { ...fromLoader, ...otherSides }),
    '34': node('PreviewImage', { images: ['1', 0] }),
  }),
  graph('a detailer with words of its own', {
    ...plain,
    ...other,
    '9': node('SaveImage', { images: ['13', 0] }),
    '13': node('FaceDetailer', { ...otherSampling, image: ['8', 0], ...fromLoader, ...otherSides }),
  }),
  graph('a detailer and an upscaler that are only shown', {
    '1': node('PreviewImage', { images: ['13', 0] }),
    '2': node('PreviewImage', { images: ['14', 0] }),
    ...plain,
    ...other,
    '13': node('FaceDetailer', { ...otherSampling, image: ['8', 0], ...fromLoader, ...otherSides }),
    '14': node('UltimateSDUpscale', {
      ...otherSampling,
      upscale_by: 2,
      image: ['8', 0],
      ...fromLoader,
      ...otherSides,
    }),
  }),
  graph(
    'an upscaler that samples the whole image',
    {
      ...plain,
      '9': node('SaveImage', { images: ['14', 0] }),
      '14': node('UltimateSDUpscale', { ...otherSampling, upscale_by: 2, image: ['8', 0], ...fromLoader, ...sides }),
    },
    { ...says, options: { ...says.options, hiresSteps: 7, hiresStrength: 0.4, hiresUpscale: 2 } },
  ),
  graph(
    'a loaded image that was saved, beside one that was only made',
    {
      ...plain,
      '9': node('SaveImage', { images: ['21', 0] }),
      '21': node('LoadImage', { image: 'a.png' }),
      '22': node('PreviewImage', { images: ['8', 0] }),
    },
    {},
  ),
  graph('a guider whose number is a connection', {
    ...words,
    ...start,
    ...end,
    '3': node('SamplerCustomAdvanced', {
      noise: ['31', 0],
      guider: ['32', 0],
      sampler: ['33', 0],
      sigmas: ['34', 0],
      latent_image: ['5', 0],
    }),
    '31': node('RandomNoise', { noise_seed: seed }),
    '32': node('CFGGuider', { model: ['4', 0], ...sides, cfg: ['35', 0] }),
    '33': node('KSamplerSelect', { sampler_name: 'euler' }),
    '34': node('BasicScheduler', { scheduler: 'karras', steps: 20, denoise: 1, model: ['4', 0] }),
    '35': node('PrimitiveFloat', { value: 5 }),
  }),
  graph(
    'a sampler that gets model and prompts in a tuple',
    {
      '4': node('Eff. Loader SDXL', { base_ckpt_name: 'sdxl.safetensors', positive: 'a fox', negative: 'dog' }),
      '3': node('KSampler SDXL (Eff.)', {
        noise_seed: seed,
        steps: 20,
        cfg: 5,
        sampler_name: 'euler',
        scheduler: 'karras',
        start_at_step: 0,
        sdxl_tuple: ['4', 0],
        latent_image: ['4', 1],
        optional_vae: ['4', 2],
      }),
      '9': node('SaveImage', { images: ['3', 3] }),
    },
    {
      prompt: 'a fox',
      negativePrompt: 'dog',
      model: 'sdxl.safetensors',
      seed,
      steps: 20,
      guidance: 5,
      options: { sampler: 'euler', scheduler: 'karras' },
    },
  ),
  graph('an image that is neither said to be saved nor shown, and a sampler that nothing takes', {
    '1': sampler({ seed: 1 }),
    ...plain,
    '9': node('Show', { images: ['8', 0] }),
  }),
  graph('a video, whose first picture is shown', {
    '1': node('PreviewImage', { images: ['21', 0] }),
    '21': node('LoadImage', { image: 'a.png' }),
    ...plain,
    '9': node('VHS_VideoCombine', { frame_rate: 8, filename_prefix: 'a', images: ['8', 0] }),
    '12': node('KSampler', { ...otherSampling, model: ['4', 0], ...sides, latent_image: ['5', 0] }),
  }),
  graph(
    'two images of which neither is said to be saved',
    {
      ...plain,
      '9': node('Show', { images: ['8', 0] }),
      '12': sampler({ seed: 1 }),
      '13': node('VAEDecode', { samples: ['12', 0], vae: ['4', 2] }),
      '14': node('Show', { images: ['13', 0] }),
    },
    {},
  ),
]

export const pathForms: readonly ForeignForm[] = [...besideForms, ...passingForms, ...samplerForms]
