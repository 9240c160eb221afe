/*
 * A stand-in for the library of stable-diffusion.cpp: the same C interface, with images from arithmetic. Words in the
 * prompt trigger its behavior: "abort"; "killed" (unless weights are kept off the GPU); "lost"; "hang"; "nothing";
 * "black"; "slow"; "greedy" needs more memory than available unless weights are kept off the GPU; "insatiable" always
 * does; "tell" fails with a list of everything requested. A model with "greedy" in its name ends the process while it is
 * loaded, one with "holding" holds 5 GB of the GPU unless weights are kept off it, and one with "large" allocates three
 * gigabytes in one piece (without using them). Converting copies the file: slowly if its name contains "slow", and only
 * half of it if it contains "broken". Its structures are written into structures.h from src/main/engine/host/layout.ts,
 * so that both sides agree. Compiled with FLAT, RANDOM, MASKLESS, STUCK, or DEAD, it loads but does not work; with
 * OTHER_RELEASE it reports another release and draws the same.
 */
#include "structures.h"
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  char model[4096];
  char saving[256];
  char control_net[4096];
  bool is_offloaded;
  volatile int cancel;
} sd_ctx_t;

typedef void (*log_cb)(int level, const char *text, void *data);
typedef void (*progress_cb)(int step, int steps, float seconds, void *data);
typedef void (*preview_cb)(int step, int count, sd_image_t *images, bool noisy, void *data);

static log_cb on_log;
static progress_cb on_progress;
static preview_cb on_preview;

static const char *samplers[] = {"euler", "euler_a", "dpm++2m"};
static const char *schedulers[] = {"discrete", "karras"};
static const char *hires_upscalers[] = {"None", "Latent", "Lanczos", "Model"};
enum { sampler_count = 3, scheduler_count = 2, hires_upscaler_count = 4, hires_by_model = 3, cancel_reset = 2 };

static void say(int level, const char *text) {
  if (on_log) on_log(level, text, NULL);
}

void sd_set_log_callback(log_cb cb, void *data) { on_log = cb; (void)data; }
void sd_set_progress_callback(progress_cb cb, void *data) { on_progress = cb; (void)data; }
void sd_set_preview_callback(preview_cb cb, int mode, int interval, bool denoised, bool noisy, void *data) {
  on_preview = cb;
  (void)mode, (void)interval, (void)denoised, (void)noisy, (void)data;
}

const char *sd_version(void) { return "stand-in"; }
#ifdef OTHER_RELEASE
const char *sd_commit(void) { return "1111111"; }
#else
const char *sd_commit(void) { return "0000000"; }
#endif

size_t sd_list_devices(char *buffer, size_t size) {
  const char *list = "CPU\tStand-in processor\ncuda0\tStand-in GPU\n";
  if (buffer && size > strlen(list)) strcpy(buffer, list);
  return strlen(list);
}

/* Functions of ggml, which the real library contains. */
void *ggml_backend_dev_get(size_t index) { return (void *)(index + 1); }
int ggml_backend_dev_type(void *device) { return device == (void *)1 ? 0 : 1; }

/* Memory of the GPU: 6 of 8 GB are free, or the values in the file device-memory beside the library (free and total bytes), less the holds-<pid> files of running processes. */
static void read_gpu(size_t *free, size_t *total) {
  char path[4200];
  unsigned long long read[2] = {6ull << 30, 8ull << 30}, bytes;
  FILE *file = fopen(FOLDER "/device-memory", "r");
  if (file) {
    if (fscanf(file, "%llu %llu", &read[0], &read[1]) != 2) abort();
    fclose(file);
  }
  DIR *folder = opendir(FOLDER);
  for (struct dirent *entry; folder && (entry = readdir(folder));) {
    int pid = 0;
    if (sscanf(entry->d_name, "holds-%d", &pid) != 1 || kill(pid, 0) != 0) continue;
    snprintf(path, sizeof path, FOLDER "/%s", entry->d_name);
    if (!(file = fopen(path, "r"))) continue;
    if (fscanf(file, "%llu", &bytes) == 1) read[0] -= bytes < read[0] ? bytes : read[0];
    fclose(file);
  }
  if (folder) closedir(folder);
  *free = read[0], *total = read[1];
}

void ggml_backend_dev_memory(void *device, size_t *free, size_t *total) {
  if (device == (void *)1) *free = *total = (size_t)8 << 30;
  else read_gpu(free, total);
}

/* Whether there is enough memory. */
static bool hold(size_t bytes) {
  size_t free, total;
  read_gpu(&free, &total);
  if (free < bytes) return false;
  char path[4200];
  snprintf(path, sizeof path, FOLDER "/holds-%d", getpid());
  FILE *file = fopen(path, "w");
  if (!file) return false;
  fprintf(file, "%zu", bytes);
  fclose(file);
  return true;
}

static void let_go(void) {
  char path[4200];
  snprintf(path, sizeof path, FOLDER "/holds-%d", getpid());
  unlink(path);
}

static int find(const char **names, int count, const char *name) {
  for (int at = 0; at < count; at++)
    if (strcmp(names[at], name) == 0) return at;
  return count;
}
int str_to_sample_method(const char *name) { return find(samplers, sampler_count, name); }
const char *sd_sample_method_name(int at) { return at >= 0 && at < sampler_count ? samplers[at] : "NONE"; }
int str_to_scheduler(const char *name) { return find(schedulers, scheduler_count, name); }
const char *sd_scheduler_name(int at) { return at >= 0 && at < scheduler_count ? schedulers[at] : "NONE"; }
int str_to_sd_hires_upscaler(const char *name) { return find(hires_upscalers, hires_upscaler_count, name); }
const char *sd_hires_upscaler_name(int at) {
  return at >= 0 && at < hires_upscaler_count ? hires_upscalers[at] : "NONE";
}

void sd_ctx_params_init(sd_ctx_params_t *params) {
  memset(params, 0, sizeof *params);
  params->n_threads = -1;
  params->vae_format = -1;
}

void sd_img_gen_params_init(sd_img_gen_params_t *params) {
  memset(params, 0, sizeof *params);
  params->clip_skip = -1;
  params->sample_params.sample_method = sampler_count;
  params->sample_params.scheduler = scheduler_count;
  params->sample_params.guidance.distilled_guidance = 3.5f;
  params->sample_params.guidance.slg.scale = 0.25f;
  params->batch_count = 1;
  params->control_strength = 0.9f;
  params->hires.upscaler = 1;
  params->hires.scale = 2.0f;
}

sd_ctx_t *new_sd_ctx(const sd_ctx_params_t *params) {
  const char *path = params->model_path ? params->model_path : params->diffusion_model_path;
  FILE *file = path ? fopen(path, "rb") : NULL;
  if (!file) {
    say(3, "model.cpp:12 - could not open the model\n");
    return NULL;
  }
  fclose(file);
  if (strstr(path, "slow-load")) sleep(30);
  if (strstr(path, "large")) {
    void *weights = NULL;
    if (posix_memalign(&weights, 64, (size_t)3 << 30) != 0) return NULL;
    free(weights);
  }
  if (strstr(path, "greedy") && !params->params_backend) {
    fprintf(stderr, "ggml-alloc.c:1133: failed to allocate CUDA0 buffer of size 9663676416\n");
    abort();
  }
  if (strstr(path, "holding") && !params->params_backend && !hold((size_t)5 << 30)) {
    say(3, "ggml-alloc.c:1133 - failed to allocate CUDA0 buffer of size 5368709120\n");
    return NULL;
  }
  sd_ctx_t *context = calloc(1, sizeof *context);
  snprintf(context->model, sizeof context->model, "%s", path);
  snprintf(context->saving, sizeof context->saving, "params=%s backend=%s flash=%d eager=%d stream=%d vram=%s",
           params->params_backend ? params->params_backend : "", params->backend ? params->backend : "",
           params->diffusion_flash_attn, params->eager_load, params->stream_layers,
           params->max_vram ? params->max_vram : "");
  context->is_offloaded = params->params_backend != NULL;
  snprintf(context->control_net, sizeof context->control_net, "%s", params->control_net_path ? params->control_net_path : "");
  return context;
}

void free_sd_ctx(sd_ctx_t *context) {
  let_go();
  free(context);
}
void sd_cancel_generation(sd_ctx_t *context, int mode) { context->cancel = mode != cancel_reset; }

void free_sd_images(sd_image_t *images, int count) {
  for (int at = 0; at < count; at++) free(images[at].data);
  free(images);
}

static void tell(const sd_ctx_t *context, const sd_img_gen_params_t *p) {
  char text[8192];
  snprintf(text, sizeof text,
           "stand-in.c:1 - %dx%d n=%d seed=%lld steps=%d cfg=%g distilled=%g sampler=%s scheduler=%s shift=%g "
           "strength=%g source=%ux%ux%u mask=%ux%ux%u refs=%d loras=%u:%s:%g tiled=%d tiling=%d slg=%g "
           "hires=%d:%s:%dx%d:%g:%s control=%ux%u:%g:%s negative=%s\n",
           p->width, p->height, p->batch_count, (long long)p->seed, p->sample_params.sample_steps,
           p->sample_params.guidance.txt_cfg, p->sample_params.guidance.distilled_guidance,
           sd_sample_method_name(p->sample_params.sample_method), sd_scheduler_name(p->sample_params.scheduler),
           p->sample_params.flow_shift, p->strength, p->init_image.width, p->init_image.height, p->init_image.channel,
           p->mask_image.data ? p->mask_image.width : 0, p->mask_image.data ? p->mask_image.height : 0,
           p->mask_image.data ? p->mask_image.channel : 0, p->ref_images_count, p->lora_count,
           p->lora_count ? ((sd_lora_t *)p->loras)[0].path : "", p->lora_count ? ((sd_lora_t *)p->loras)[0].multiplier : 0,
           p->vae_tiling_params.enabled, p->circular_x && p->circular_y, p->sample_params.guidance.slg.scale,
           p->hires.enabled, sd_hires_upscaler_name(p->hires.upscaler), p->hires.target_width, p->hires.target_height,
           p->hires.denoising_strength, p->hires.model_path ? p->hires.model_path : "",
           p->control_image.data ? p->control_image.width : 0, p->control_image.data ? p->control_image.height : 0,
           p->control_strength, context->control_net, p->negative_prompt);
  say(3, text);
}

#ifdef RANDOM
static int drawn_images;
#endif

/* With a ControlNet the control image shows through at the requested strength. */
static void draw(const sd_ctx_t *context, const sd_img_gen_params_t *p, unsigned seed, sd_image_t *image) {
  const unsigned char *control = context->control_net[0] ? p->control_image.data : NULL;
  float followed = control ? p->control_strength / 2.0f : 0;
  const unsigned char *source = p->init_image.data;
  const unsigned char *mask = p->mask_image.data;
  int width = image->width = p->hires.enabled ? p->hires.target_width : p->width;
  int height = image->height = p->hires.enabled ? p->hires.target_height : p->height;
  image->channel = 3;
  unsigned char *data = image->data = malloc((size_t)width * height * 3);
  int is_black = strstr(p->prompt, "black") != NULL;
#ifdef FLAT
  is_black = 1;
#endif
#ifdef RANDOM
  seed += (unsigned)++drawn_images;
#endif
#ifdef MASKLESS
  mask = NULL;
#endif
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int c = 0; c < 3; c++) {
        size_t at = ((size_t)y * width + x) * 3 + c;
        unsigned char drawn = is_black ? 0 : (unsigned char)(seed * (37 + c * 11) + x * (c + 1) + y * (3 - c));
        if (control) drawn = (unsigned char)(drawn * (1.0f - followed) + control[at] * followed);
        int is_kept = source && mask && mask[(size_t)y * width + x] < 128;
        float share = source && !mask ? p->strength : 1.0f;
        data[at] = is_kept ? source[at] : (unsigned char)(drawn * share + (source ? source[at] : 0) * (1.0f - share));
      }
}

static bool sample(sd_ctx_t *context, const sd_img_gen_params_t *p, sd_image_t *image) {
  int steps = p->sample_params.sample_steps;
  // As the library: of an image that it begins with, only the last steps are drawn. What is slow stays as slow.
  if (p->init_image.data && !strstr(p->prompt, "slow")) steps = steps * p->strength < 1 ? 1 : (int)(steps * p->strength);
  unsigned char pixels[16 * 16 * 3];
  sd_image_t small = {16, 16, 3, pixels};
  for (int step = 1; step <= steps; step++) {
    usleep(strstr(p->prompt, "slow") ? 100000 : 2000);
    if (context->cancel) {
      say(3, "stable-diffusion.cpp:2627 - cancelling generation\n");
      return false;
    }
    memset(pixels, step * 255 / steps, sizeof pixels);
    if (on_preview) on_preview(step, 1, &small, false, NULL);
    if (on_progress) on_progress(step, steps, 0.002f, NULL);
  }
  (void)image;
  return true;
}

bool generate_image(sd_ctx_t *context, const sd_img_gen_params_t *p, sd_image_t **images, int *count) {
  *images = NULL;
  *count = 0;
  if (strstr(p->prompt, "abort")) {
    fprintf(stderr, "ggml.c:99: GGML_ASSERT(a->ne[0] == b->ne[0]) failed\n");
    abort();
  }
  if (strstr(p->prompt, "killed") && !context->is_offloaded) raise(SIGKILL);
  if (strstr(p->prompt, "lost")) {
    say(3, "ggml_vulkan.cpp:1 - vk::Queue::submit: ErrorDeviceLost\n");
    return false;
  }
#ifdef DEAD
  fprintf(stderr, "ggml.c:7: unknown instruction\n");
  abort();
#endif
#ifdef STUCK
  for (;;) sleep(1);
#endif
  if (strstr(p->prompt, "hang")) for (;;) sleep(1);
  if (strstr(p->prompt, "tell")) {
    tell(context, p);
    say(3, context->saving);
    say(3, getenv("OPENAI_API_KEY") ? "sees a key\n" : "sees no key\n");
    return false;
  }
  if (p->hires.enabled && p->hires.upscaler == hires_by_model && access(p->hires.model_path, R_OK) != 0) {
    say(3, "stable-diffusion.cpp:5754 - load hires model upscaler failed\n");
    return false;
  }
  if (strstr(p->prompt, "nothing")) {
    say(3, "ggml_extend.hpp:77 - unet: nothing came of it\n");
    return false;
  }
  if (strstr(p->prompt, "insatiable") || (strstr(p->prompt, "greedy") && !context->is_offloaded)) {
    say(3, "ggml_extend.hpp:2803 - unet alloc compute buffer failed\n");
    return false;
  }
  sd_image_t *drawn = calloc(p->batch_count, sizeof *drawn);
  for (int at = 0; at < p->batch_count; at++) {
    if (!sample(context, p, &drawn[at]) || (p->hires.enabled && !sample(context, p, &drawn[at]))) {
      free_sd_images(drawn, p->batch_count);
      return false;
    }
    draw(context, p, (unsigned)p->seed + at, &drawn[at]);
  }
  *images = drawn;
  *count = p->batch_count;
  return true;
}

/* White where a pixel differs from its left neighbor. */
bool preprocess_canny(sd_image_t image, float high, float low, float weak, float strong, bool inverse) {
  (void)high, (void)low, (void)weak, (void)strong, (void)inverse;
  unsigned char *data = image.data;
  for (uint32_t y = 0; y < image.height; y++)
    for (uint32_t x = image.width; x-- > 0;) {
      unsigned char *at = data + ((size_t)y * image.width + x) * image.channel;
      memset(at, x > 0 && memcmp(at, at - image.channel, image.channel) != 0 ? 255 : 0, image.channel);
    }
  return true;
}

typedef struct {
  bool is_slow, is_greedy, is_insatiable, is_broken, is_sharp, is_double;
  int tile, count;
} upscaler_ctx_t;

upscaler_ctx_t *new_upscaler_ctx(const char *path, bool direct, int threads, int tile, const char *backend,
                                 const char *params_backend) {
  (void)direct, (void)threads, (void)backend, (void)params_backend;
  if (access(path, R_OK) != 0) {
    say(3, "upscaler.cpp:80 - init model loader from file failed\n");
    return NULL;
  }
  upscaler_ctx_t *upscaler = calloc(1, sizeof *upscaler);
  upscaler->is_slow = strstr(path, "slow") != NULL;
  upscaler->is_greedy = strstr(path, "greedy") != NULL;
  upscaler->is_insatiable = strstr(path, "insatiable") != NULL;
  upscaler->is_broken = strstr(path, "broken") != NULL;
  upscaler->is_sharp = strstr(path, "sharp") != NULL;
  upscaler->is_double = strstr(path, "double") != NULL;
  upscaler->tile = tile;
  return upscaler;
}

void free_upscaler_ctx(upscaler_ctx_t *upscaler) { free(upscaler); }

/* Part of the difference to the pixel 16 px to the left and above, because networks see more than one pixel. */
static unsigned char seen(sd_image_t image, size_t x, size_t y, uint32_t c) {
  const unsigned char *data = image.data;
  int here = data[(y * image.width + x) * image.channel + c];
  if (x < 16 || y < 16) return (unsigned char)here;
  int far = data[((y - 16) * image.width + x - 16) * image.channel + c];
  int sharper = here + (here - far) / 4;
  return (unsigned char)(sharper < 0 ? 0 : sharper > 255 ? 255 : sharper);
}

/*
 * Four times as large ("double": twice), each pixel repeated. A file named "sharp" also uses neighboring pixels;
 * "greedy" runs out of memory at the second image unless it works in small tiles, "insatiable" always does, and "broken"
 * fails there.
 */
bool upscale(upscaler_ctx_t *upscaler, sd_image_t image, uint32_t factor, sd_image_t **images, int *count) {
  (void)factor;
  uint32_t scale = upscaler->is_double ? 2 : 4;
  upscaler->count++;
  if (upscaler->is_broken && upscaler->count == 2) {
    say(3, "upscaler.cpp:150 - esrgan compute failed\n");
    return false;
  }
  if (upscaler->is_insatiable || (upscaler->is_greedy && upscaler->tile > 64 && upscaler->count == 2)) {
    say(3, "ggml_extend.hpp:2803 - esrgan alloc compute buffer failed\n");
    return false;
  }
  for (int tile = 1; tile <= 4; tile++) {
    if (upscaler->is_slow) sleep(10);
    if (on_progress) on_progress(tile, 4, 0.1f, NULL);
  }
  sd_image_t *large = calloc(1, sizeof *large);
  *large = (sd_image_t){image.width * scale, image.height * scale, image.channel, NULL};
  unsigned char *data = large->data = malloc((size_t)large->width * large->height * image.channel);
  for (size_t y = 0; y < large->height; y++)
    for (size_t x = 0; x < large->width; x++)
      for (uint32_t c = 0; c < image.channel; c++)
        data[(y * large->width + x) * image.channel + c] =
            upscaler->is_sharp ? seen(image, x / scale, y / scale, c)
                               : ((unsigned char *)image.data)[(y / scale * image.width + x / scale) * image.channel + c];
  *images = large;
  *count = 1;
  return true;
}

static const char *types[] = {"f32", "f16", "q4_0", "q8_0"};
enum { type_count = 4 };
int str_to_sd_type(const char *name) { return find(types, type_count, name); }
const char *sd_type_name(int at) { return at >= 0 && at < type_count ? types[at] : "NONE"; }

bool convert(const char *from, const char *vae, const char *to, int type, const char *rules, bool renames) {
  char text[1024];
  FILE *source = fopen(from, "rb"), *target = fopen(to, "wb");
  if (!source || !target) {
    say(3, "convert.cpp:377 - no input model path provided for convert\n");
    return false;
  }
  fseek(source, 0, SEEK_END);
  size_t bytes = (size_t)ftell(source);
  char *data = malloc(bytes + 1);
  rewind(source);
  bool is_read = fread(data, 1, bytes, source) == bytes;
  bool is_broken = strstr(from, "broken") != NULL;
  for (int part = 1; part <= 4; part++) {
    size_t start = bytes * (part - 1) / 4, end = bytes * part / 4;
    if (strstr(from, "slow")) sleep(2);
    if (fwrite(data + start, 1, end - start, target) != end - start) is_read = false;
    fflush(target);
    if (on_progress) on_progress(part, 4, 0.1f, NULL);
    if (is_broken && part == 2) break;
  }
  free(data);
  fclose(source);
  fclose(target);
  snprintf(text, sizeof text, "convert.cpp:1 - to %s vae=%s rules=%s renames=%d\n", sd_type_name(type), vae ? vae : "",
           rules, renames);
  if (is_broken) say(3, text);
  return is_read && !is_broken;
}
