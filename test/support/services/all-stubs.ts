import { a1111Stub } from './a1111-stub.ts'
import { bflStub } from './bfl-stub.ts'
import { comfyuiStub } from './comfyui-stub.ts'
import { fakeStub } from './fake-stub.ts'
import { falStub } from './fal-stub.ts'
import { geminiStub } from './gemini-stub.ts'
import { huggingfaceStub } from './huggingface-stub.ts'
import { ideogramStub } from './ideogram-stub.ts'
import { imagenStub } from './imagen-stub.ts'
import { openaiStub } from './openai-stub.ts'
import { openaiCompatibleStub } from './openai-compatible-stub.ts'
import { replicateStub } from './replicate-stub.ts'
import { runwayStub } from './runway-stub.ts'
import { stabilityStub } from './stability-stub.ts'
import { xaiStub } from './xai-stub.ts'
import type { ServiceStub } from './service-stub.ts'

/** Stubs of every vendor. */
export const stubs: readonly ServiceStub[] = [
  openaiStub,
  stabilityStub,
  falStub,
  imagenStub,
  geminiStub,
  bflStub,
  xaiStub,
  huggingfaceStub,
  replicateStub,
  ideogramStub,
  runwayStub,
  a1111Stub,
  comfyuiStub,
  openaiCompatibleStub,
  fakeStub,
]
