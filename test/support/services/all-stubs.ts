import { imagenStub } from './imagen-stub.ts'
import { falStub } from './fal-stub.ts'
import { geminiStub } from './gemini-stub.ts'
import { openaiStub } from './openai-stub.ts'
import type { ServiceStub } from './service-stub.ts'
import { stabilityStub } from './stability-stub.ts'
import { xaiStub } from './xai-stub.ts'
import { bflStub } from './bfl-stub.ts'
import { runwayStub } from './runway-stub.ts'
import { fakeStub } from './fake-stub.ts'

/** Every vendor, played. */
export const stubs: readonly ServiceStub[] = [
  bflStub,
  openaiStub,
  stabilityStub,
  falStub,
  geminiStub,
  imagenStub,
  xaiStub,
  runwayStub,
  fakeStub,
]
