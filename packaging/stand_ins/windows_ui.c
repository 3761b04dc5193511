/* Tests only: Windows.UI.ViewManagement for Wine 8, whose own windows.ui.dll lacks what Qt asks for.
 *
 * Qt's windows plug-in wants the accent colours (UISettings) and whether contrast is high
 * (AccessibilitySettings). Every object is one that is always there, so nothing is counted or freed;
 * the colours are those of a new Windows 10. Never shipped. */
#include <windows.h>
#include <winstring.h>

typedef struct { const void *const *methods; } object;
typedef struct { BYTE alpha, red, green, blue; } colour;

static const IID UNKNOWN = {0x00000000, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};
static const IID AGILE = {0x94ea2b94, 0xe9cc, 0x49e0, {0xc0, 0xff, 0xee, 0x64, 0xca, 0x8f, 0x5b, 0x90}};
static const IID INSPECTABLE = {0xaf86e2e0, 0xb12d, 0x4c6a, {0x9c, 0x5a, 0xd7, 0xaa, 0x65, 0x10, 0x1e, 0x90}};
static const IID FACTORY = {0x00000035, 0, 0, {0xc0, 0, 0, 0, 0, 0, 0, 0x46}};
static const IID SETTINGS = {0x85361600, 0x1c63, 0x4627, {0xbc, 0xb1, 0x3a, 0x89, 0xe0, 0xbc, 0x9c, 0x55}};
static const IID SETTINGS3 = {0x03021be4, 0x5254, 0x4781, {0x81, 0x94, 0x51, 0x68, 0xf7, 0xd0, 0x6d, 0x7b}};
static const IID ACCESS = {0xfe0e8147, 0xc4c0, 0x4562, {0xb9, 0x62, 0x13, 0x27, 0xb5, 0x2a, 0xd5, 0xb9}};

static object settings, settings3, access_, settings_factory, access_factory;

static BOOL common(const IID *wanted)
{
    return IsEqualGUID(wanted, &UNKNOWN) || IsEqualGUID(wanted, &AGILE) || IsEqualGUID(wanted, &INSPECTABLE);
}

static HRESULT give(object *found, void **out)
{
    *out = found;
    return found ? S_OK : E_NOINTERFACE;
}

static HRESULT WINAPI ask_settings(void *self, const IID *wanted, void **out)
{
    if (IsEqualGUID(wanted, &SETTINGS3))
        return give(&settings3, out);
    return give(common(wanted) || IsEqualGUID(wanted, &SETTINGS) ? &settings : NULL, out);
}

static HRESULT WINAPI ask_access(void *self, const IID *wanted, void **out)
{
    return give(common(wanted) || IsEqualGUID(wanted, &ACCESS) ? &access_ : NULL, out);
}

static HRESULT WINAPI ask_factory(void *self, const IID *wanted, void **out)
{
    return give(common(wanted) || IsEqualGUID(wanted, &FACTORY) ? self : NULL, out);
}

static ULONG WINAPI counted(void *self) { return 1; }

static HRESULT WINAPI no_interfaces(void *self, ULONG *count, IID **list)
{
    *count = 0;
    *list = NULL;
    return S_OK;
}

static HRESULT WINAPI no_name(void *self, HSTRING *name)
{
    *name = NULL;
    return S_OK;
}

static HRESULT WINAPI base_trust(void *self, int *level)
{
    *level = 0;
    return S_OK;
}

static HRESULT WINAPI absent(void) { return E_NOTIMPL; }

static HRESULT WINAPI make_settings(void *self, void **out) { return give(&settings, out); }
static HRESULT WINAPI make_access(void *self, void **out) { return give(&access_, out); }

static HRESULT WINAPI colour_of(void *self, int kind, colour *out)
{
    /* background, foreground, three darker accents, the accent, three lighter ones, complement */
    static const colour known[] = {
        {255, 255, 255, 255}, {255, 0, 0, 0}, {255, 0, 38, 66}, {255, 0, 66, 117}, {255, 0, 90, 158},
        {255, 0, 120, 212}, {255, 66, 156, 227}, {255, 118, 185, 237}, {255, 166, 216, 255}, {255, 255, 255, 255},
    };
    if (kind < 0 || kind >= (int)(sizeof known / sizeof *known))
        return E_INVALIDARG;
    *out = known[kind];
    return S_OK;
}

static HRESULT WINAPI subscribe(void *self, void *handler, INT64 *token)
{
    *token = 1;
    return S_OK;
}

static HRESULT WINAPI unsubscribe(void *self, INT64 token) { return S_OK; }

static HRESULT WINAPI low_contrast(void *self, BOOLEAN *high)
{
    *high = FALSE;
    return S_OK;
}

#define BASE(ask) ask, counted, counted, no_interfaces, no_name, base_trust
#define TEN absent, absent, absent, absent, absent, absent, absent, absent, absent, absent

static const void *const settings_methods[] = {BASE(ask_settings), TEN, TEN};
static const void *const settings3_methods[] = {BASE(ask_settings), colour_of, subscribe, unsubscribe};
static const void *const access_methods[] = {BASE(ask_access), low_contrast, no_name, subscribe, unsubscribe};
static const void *const settings_factory_methods[] = {BASE(ask_factory), make_settings};
static const void *const access_factory_methods[] = {BASE(ask_factory), make_access};

static object settings = {settings_methods}, settings3 = {settings3_methods}, access_ = {access_methods};
static object settings_factory = {settings_factory_methods}, access_factory = {access_factory_methods};

__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(HSTRING class, void **out)
{
    const WCHAR *name = WindowsGetStringRawBuffer(class, NULL);
    if (!wcscmp(name, L"Windows.UI.ViewManagement.UISettings"))
        return give(&settings_factory, out);
    if (!wcscmp(name, L"Windows.UI.ViewManagement.AccessibilitySettings"))
        return give(&access_factory, out);
    *out = NULL;
    return CLASS_E_CLASSNOTAVAILABLE;
}

__declspec(dllexport) HRESULT WINAPI DllCanUnloadNow(void) { return S_FALSE; }
