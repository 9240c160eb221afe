import { bundledForms, switchForms } from './comfy-bundle-forms.ts'
import { customNodeForms, multiPassForms } from './comfy-graph-forms.ts'
import { pathForms } from './comfy-path-forms.ts'
import { comfySaverForms, tensorArtForms } from './comfy-saver-forms.ts'
import type { ForeignForm } from './foreign-form.ts'
import { fooocusForms, huggingFaceForms, ruinedFooocusForms, swarmuiForms } from './json-forms.ts'
import { a1111Forms, drawThingsForms, easyDiffusionForms, invokeaiForms, novelaiForms } from './text-forms.ts'

/** Every program in each form it is known to write. */
export const foreignForms: readonly ForeignForm[] = [
  ...a1111Forms,
  ...novelaiForms,
  ...easyDiffusionForms,
  ...drawThingsForms,
  ...invokeaiForms,
  ...fooocusForms,
  ...ruinedFooocusForms,
  ...huggingFaceForms,
  ...swarmuiForms,
  ...comfySaverForms,
  ...tensorArtForms,
  ...multiPassForms,
  ...customNodeForms,
  ...bundledForms,
  ...switchForms,
  ...pathForms,
]
