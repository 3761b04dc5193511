/* SoChiBo.exe (the window) and sochibo-cli.exe (the command line). Both read current.txt, which lies beside
 * them and names the Python to load, and run the package `qtapp` with the words they were given.
 *
 * An upgrade fills another folder and then replaces that one small file, so these programs always
 * find one whole version: the old or the new. They are the same in every version but for the number
 * in their properties.
 *
 * What every running copy must have, whichever way it was started, is done here and not in Python:
 * the mutex that setup looks for, and the identity under which Windows groups the windows in the
 * task bar. Needs nothing but msvcrt, kernel32 and user32 to start. */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768 /* characters in a path, with its end */
#define EXIT_BROKEN 70/* as BSD's EX_SOFTWARE: the program itself cannot run */

typedef int (*run_python)(int, wchar_t **);
typedef HRESULT(WINAPI *set_identity)(const wchar_t *);

static wchar_t program[LONGEST], path[LONGEST];

static int fail(const wchar_t *what)
{
    static wchar_t said[LONGEST + 400];
    DWORD number = GetLastError();
    _snwprintf(said, LONGEST + 399,
               L"Không mở được Sổ Chi Bộ. Hãy cài lại phần mềm; sổ của đồng chí không bị ảnh hưởng.\n\n%ls\n(%lu)",
               what, number);
#ifdef WINDOW
    MessageBoxW(NULL, said, L"Sổ Chi Bộ", MB_ICONERROR);
#else
    fputws(said, stderr);
#endif
    return EXIT_BROKEN;
}

/* Put the path of `name`, seen from the program's folder, into `path`. */
static const wchar_t *beside(const wchar_t *name)
{
    wcscpy(path, program);
    wcscpy(wcsrchr(path, L'\\') + 1, name);
    return path;
}

/* Put into `path` what the first line of current.txt names. */
static BOOL find_python(void)
{
    char line[MAX_PATH + 1];
    wchar_t name[MAX_PATH + 1];
    DWORD length = 0;
    HANDLE file = CreateFileW(beside(L"current.txt"), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return FALSE;
    ReadFile(file, line, MAX_PATH, &length, NULL);
    CloseHandle(file);
    line[length] = 0;
    line[strcspn(line, "\r\n")] = 0;
    if (!MultiByteToWideChar(CP_UTF8, 0, line, -1, name, MAX_PATH + 1))
        return FALSE;
    beside(name);
    return TRUE;
}

#ifdef WINDOW
static void take_identity(void)
{
    HMODULE shell = LoadLibraryExW(L"shell32.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);
    set_identity set = shell ? (set_identity)(void *)GetProcAddress(
                                   shell, "SetCurrentProcessExplicitAppUserModelID")
                             : NULL;
    if (set)
        set(L"" IDENTITY);
}
#endif

static int run(int count, wchar_t **words)
{
    DWORD length = GetModuleFileNameW(NULL, program, LONGEST - MAX_PATH - 1);
    if (!length || length >= LONGEST - MAX_PATH - 1)
        return fail(L"GetModuleFileName");
    SetDllDirectoryW(L""); /* no library from the folder a document lies in */
    SetErrorMode(SEM_FAILCRITICALERRORS);
    CreateMutexW(NULL, FALSE, L"Local\\" MUTEX); /* Windows closes it with the process */

    if (!find_python())
        return fail(path);
    HMODULE python = LoadLibraryExW(path, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    if (!python)
        return fail(path);
    run_python main_of = (run_python)(void *)GetProcAddress(python, "Py_Main");
    wchar_t **all = calloc((size_t)count + 8, sizeof *all);
    if (!main_of || !all)
        return fail(path);

    int used = 0;
    all[used++] = program;
    all[used++] = L"-X";
    all[used++] = L"utf8"; /* Windows in Vietnam has cp1258 */
    all[used++] = L"-B";   /* the program folder is never written to */
    all[used++] = L"-m";
    all[used++] = L"qtapp";
#ifdef WINDOW
    if (GetFileAttributesW(beside(L"portable.txt")) != INVALID_FILE_ATTRIBUTES &&
        (count < 2 || wcsncmp(words[1], L"--", 2)))
        all[used++] = L"--portable";
#endif
    for (int each = 1; each < count; each++)
        all[used++] = words[each];
    return main_of(used, all);
}

#ifdef WINDOW
int WINAPI wWinMain(HINSTANCE own, HINSTANCE none, wchar_t *line, int show)
{
    (void)own, (void)none, (void)line, (void)show;
    take_identity();
    /* A window has no standard streams, whatever its parent left open: a strange handle would
     * otherwise keep Python from starting. */
    SetStdHandle(STD_INPUT_HANDLE, NULL);
    SetStdHandle(STD_OUTPUT_HANDLE, NULL);
    SetStdHandle(STD_ERROR_HANDLE, NULL);
    return run(__argc, __wargv);
}
#else
int wmain(int count, wchar_t **words)
{
    return run(count, words);
}
#endif
